package weather.kwangle.forecast.place;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Lays places out as {@link PlaceIndexFormat} says. */
final class PlaceIndexWriter {
    private final List<GeoNames> places;
    private final List<Divisions.Location> locations;
    private final Divisions divisions;

    PlaceIndexWriter(List<GeoNames> places, Divisions divisions) {
        this.places = places.stream()
                .sorted(Comparator.comparingInt(GeoNames::population).reversed().thenComparingInt(GeoNames::id))
                .toList();
        this.divisions = divisions;
        locations = this.places.stream().map(divisions::locate).toList();
    }

    byte[] file() throws IOException {
        byte[] payload = payload();
        CRC32 crc = new CRC32();
        crc.update(payload);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.writeLong(PlaceIndexFormat.MAGIC);
        out.writeInt(PlaceIndexFormat.VERSION);
        out.writeInt(payload.length);
        out.writeInt((int) crc.getValue());
        out.write(payload);
        return file.toByteArray();
    }

    private byte[] payload() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(payload, deflater)) {
            SectionWriter out = new SectionWriter(deflating);
            writePlaces(out);
            writeNames(out);
        } finally {
            deflater.end();
        }
        return payload.toByteArray();
    }

    private void writePlaces(SectionWriter out) throws IOException {
        Numbering countries = new Numbering();
        Numbering zones = new Numbering();
        Numbering features = new Numbering();
        Numbering admin1s = new Numbering(Divisions.NONE);
        Numbering admin2s = new Numbering(Divisions.NONE);
        int[] countryOf = column(place -> countries.number(place.country()));
        int[] zoneOf = column(place -> zones.number(place.zone()));
        int[] featureOf = column(place -> features.number(place.feature()));
        int[] admin1Of = divisionColumn(location -> admin1s.number(location.admin1()));
        int[] admin2Of = divisionColumn(location -> admin2s.number(location.admin2()));

        out.strings(countries.labels(Function.identity()));
        out.strings(zones.labels(Function.identity()));
        out.strings(features.labels(Function.identity()));
        out.strings(admin1s.labels(Divisions::admin1Code));
        out.strings(admin1s.labels(divisions::admin1Name));
        out.strings(admin2s.labels(divisions::admin2Name));
        out.ints(column(GeoNames::id));
        out.ints(column(place -> units(place.latitude())));
        out.ints(column(place -> units(place.longitude())));
        out.ints(column(GeoNames::population));
        out.chars(column(GeoNames::elevation));
        out.chars(countryOf);
        out.chars(zoneOf);
        out.bytes(featureOf);
        out.chars(admin1Of);
        out.chars(admin2Of);
        out.strings(places.stream().map(GeoNames::name).toList());
    }

    private void writeNames(SectionWriter out) throws IOException {
        NameKeysWriter writer = new NameKeysWriter();
        for (int row = 0; row < places.size(); row++) {
            GeoNames place = places.get(row);
            for (String name : place.alternateNames()) {
                writer.add(NameVariants.keys(name), row, false);
            }
            writer.add(NameVariants.keys(place.name()), row, true);
            writer.add(NameVariants.keys(place.asciiName()), row, true);
        }
        writer.write(out);
    }

    private int[] column(ToIntFunction<GeoNames> value) {
        return places.stream().mapToInt(value).toArray();
    }

    private int[] divisionColumn(ToIntFunction<Divisions.Location> value) {
        return locations.stream().mapToInt(value).toArray();
    }

    private static int units(double degrees) {
        return (int) Math.round(degrees * PlaceIndexFormat.UNITS_PER_DEGREE);
    }
}
