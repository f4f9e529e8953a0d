package weather.kwangle.forecast.place;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The places as columns. A place is its row; rows are sorted by population, so the lower of two rows is the more populous
 * place.
 */
final class PlaceTable {
    private static final String SECTION_OF_PLACE = "PPLX";

    private final String[] countryCodes;
    private final ZoneId[] zones;
    private final PackedStrings admin1Codes;
    private final PackedStrings admin1Names;
    private final PackedStrings admin2Names;
    private final PlaceIds ids;
    private final int[] latitudes;
    private final int[] longitudes;
    private final int[] populations;
    private final char[] elevations;
    private final char[] countries;
    private final char[] zonesOf;
    private final byte[] features;
    private final char[] admin1s;
    private final char[] admin2s;
    private final PackedStrings names;
    private final int sectionFeature;

    PlaceTable(SectionReader in) throws IOException {
        countryCodes = all(in.strings());
        zones = Arrays.stream(all(in.strings())).map(ZoneId::of).toArray(ZoneId[]::new);
        sectionFeature = Arrays.asList(all(in.strings())).indexOf(SECTION_OF_PLACE);
        admin1Codes = in.strings();
        admin1Names = in.strings();
        admin2Names = in.strings();
        ids = new PlaceIds(in.ints());
        latitudes = in.ints();
        longitudes = in.ints();
        populations = in.ints();
        elevations = in.chars();
        countries = in.chars();
        zonesOf = in.chars();
        features = in.bytes();
        admin1s = in.chars();
        admin2s = in.chars();
        names = in.strings();
    }

    int size() {
        return names.size();
    }

    Place place(int row) {
        return new Place(
                ids.idOf(row),
                names.get(row),
                present(admin1Names.get(admin1s[row])),
                present(admin2Names.get(admin2s[row])),
                countryCode(row),
                latitude(row),
                longitude(row),
                elevation(row),
                populations[row],
                zones[zonesOf[row]]);
    }

    /** The row of a GeoNames id, or a negative number. */
    int rowOf(long geonameId) {
        return ids.rowOf(geonameId);
    }

    double latitude(int row) {
        return latitudes[row] / PlaceIndexFormat.UNITS_PER_DEGREE;
    }

    double longitude(int row) {
        return longitudes[row] / PlaceIndexFormat.UNITS_PER_DEGREE;
    }

    int population(int row) {
        return populations[row];
    }

    ZoneId zone(int row) {
        return zones[zonesOf[row]];
    }

    String countryCode(int row) {
        return countryCodes[countries[row]];
    }

    String admin1Code(int row) {
        return admin1Codes.get(admin1s[row]);
    }

    String admin1Name(int row) {
        return admin1Names.get(admin1s[row]);
    }

    String admin2Name(int row) {
        return admin2Names.get(admin2s[row]);
    }

    /** Whether the place is a part of another one (GeoNames feature PPLX). */
    boolean isSection(int row) {
        return features[row] == sectionFeature;
    }

    private OptionalInt elevation(int row) {
        short metres = (short) elevations[row];
        return metres == PlaceIndexFormat.NO_ELEVATION ? OptionalInt.empty() : OptionalInt.of(metres);
    }

    private static Optional<String> present(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static String[] all(PackedStrings strings) {
        String[] all = new String[strings.size()];
        Arrays.setAll(all, strings::get);
        return all;
    }
}
