package weather.kwangle.forecast.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds the place index: {@code BuildPlaceIndex <folder with the input> <index file>}. */
final class BuildPlaceIndex {
    private BuildPlaceIndex() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: BuildPlaceIndex <folder with cities500.txt and *.tsv> <index file>");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        Path index = Path.of(arguments[1]);
        byte[] file =
                new PlaceIndexWriter(GeoNames.read(folder.resolve("cities500.txt")), new Divisions(folder)).file();
        Files.write(index, file);
        System.out.printf("%s: %,d bytes%n", index, file.length);
    }
}
