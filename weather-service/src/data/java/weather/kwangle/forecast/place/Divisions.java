package weather.kwangle.forecast.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The divisions of countries. Places in a newer list of cities get their divisions from there, because provinces merge and
 * counties are renumbered; the others keep those of the gazetteer.
 */
final class Divisions {
    /** Stands for "in no division that has a name". */
    static final String NONE = "";

    /** The same name this near, in degrees on either axis, is the same place. */
    private static final double SAME_PLACE_DEGREES = 0.05;

    private final Map<String, String> admin1Names;
    private final Map<String, String> admin2Names;
    private final Map<String, List<City>> cities = new HashMap<>();

    /** Reads {@code admin1.tsv} and {@code admin2.tsv} (code, name), {@code cities.tsv} (country to admin2). */
    Divisions(Path folder) throws IOException {
        admin1Names = names(folder.resolve("admin1.tsv"));
        admin2Names = names(folder.resolve("admin2.tsv"));
        for (String[] column : table(folder.resolve("cities.tsv"))) {
            City city = new City(Double.parseDouble(column[2]), Double.parseDouble(column[3]), column[4], column[5]);
            cities.computeIfAbsent(column[0] + '\t' + column[1], _ -> new ArrayList<>())
                    .add(city);
        }
    }

    /** Where a place lies: {@code US.TX} and {@code US.TX.113}, either of them {@link #NONE} if it has no name. */
    Location locate(GeoNames place) {
        return cities.getOrDefault(place.country() + '\t' + place.name(), List.of()).stream()
                .filter(city -> city.isNear(place))
                .map(city -> location(place.country(), city.admin1, city.admin2))
                .filter(location -> !location.admin1.equals(NONE))
                .findFirst()
                .orElseGet(() -> location(place.country(), place.admin1(), place.admin2()));
    }

    /** The code of a first-order division within its country. */
    static String admin1Code(String admin1) {
        return admin1.substring(admin1.indexOf('.') + 1);
    }

    String admin1Name(String admin1) {
        return admin1Names.getOrDefault(admin1, NONE);
    }

    String admin2Name(String admin2) {
        return admin2Names.getOrDefault(admin2, NONE);
    }

    private Location location(String country, String code1, String code2) {
        String admin1 = country + '.' + code1;
        String admin2 = admin1 + '.' + code2;
        return new Location(
                admin1Names.containsKey(admin1) ? admin1 : NONE, admin2Names.containsKey(admin2) ? admin2 : NONE);
    }

    /** Names by code, without the abbreviation that some carry in brackets. */
    private static Map<String, String> names(Path file) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (String[] column : table(file)) {
            names.put(column[0], column[1].replaceFirst(" \\([^)]*\\)$", ""));
        }
        return names;
    }

    private static List<String[]> table(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** The divisions of a place. */
    record Location(String admin1, String admin2) {}

    private record City(double latitude, double longitude, String admin1, String admin2) {
        boolean isNear(GeoNames place) {
            return Math.abs(latitude - place.latitude()) < SAME_PLACE_DEGREES
                    && Math.abs(longitude - place.longitude()) < SAME_PLACE_DEGREES;
        }
    }
}
