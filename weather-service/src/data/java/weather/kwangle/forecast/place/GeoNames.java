package weather.kwangle.forecast.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One line of a GeoNames dump: 19 columns, separated by tabs, as the dump's readme lists them. */
record GeoNames(
        int id,
        String name,
        String asciiName,
        List<String> alternateNames,
        double latitude,
        double longitude,
        String feature,
        String country,
        String admin1,
        String admin2,
        int population,
        int elevation,
        String zone) {

    private static final int COLUMNS = 19;
    private static final int NO_DATA = -9999;
    /** A surveyed height this far from the terrain model is taken for a slip of the pen. */
    private static final int MAX_ELEVATION_DISAGREEMENT = 300;

    static List<GeoNames> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(GeoNames::parse).toList();
        }
    }

    private static GeoNames parse(String line) {
        String[] column = line.split("\t", -1);
        if (column.length != COLUMNS) {
            throw new IllegalArgumentException("expected " + COLUMNS + " columns: " + line);
        }
        return new GeoNames(
                Integer.parseInt(column[0]),
                column[1],
                column[2],
                column[3].isEmpty() ? List.of() : List.of(column[3].split(",", -1)),
                Double.parseDouble(column[4]),
                Double.parseDouble(column[5]),
                column[7],
                column[8],
                column[10],
                column[11],
                column[14].isEmpty() ? 0 : Integer.parseInt(column[14]),
                elevation(column[15], column[16]),
                column[17]);
    }

    private static int elevation(String surveyed, String model) {
        int modelled = model.isEmpty() ? NO_DATA : Integer.parseInt(model);
        if (surveyed.isEmpty()) {
            return modelled == NO_DATA ? PlaceIndexFormat.NO_ELEVATION : modelled;
        }
        int metres = Integer.parseInt(surveyed);
        boolean doubtful = modelled != NO_DATA && Math.abs(metres - modelled) > MAX_ELEVATION_DISAGREEMENT;
        return doubtful ? modelled : metres;
    }
}
