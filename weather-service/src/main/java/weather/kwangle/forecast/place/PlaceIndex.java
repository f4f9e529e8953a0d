package weather.kwangle.forecast.place;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * The gazetteer in memory: every place of GeoNames' cities500 with its names in all scripts, held in a few primitive
 * arrays. Immutable and safe for use by any number of threads. Load it once and share it.
 */
public final class PlaceIndex {
    private static final String RESOURCE = "places.idx";

    private final PlaceTable places;
    private final NameKeys names;
    private final PrefixRanking prefixes;
    private final NearestPlaces nearest;

    private PlaceIndex(PlaceTable places, NameKeys names) {
        this.places = places;
        this.names = names;
        prefixes = new PrefixRanking(names, places);
        nearest = new NearestPlaces(places);
    }

    /**
     * Loads the index that ships with this class.
     *
     * @throws PlaceIndexException if it is missing or damaged
     */
    public static PlaceIndex load() {
        try (InputStream resource = PlaceIndex.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new PlaceIndexException("The place index " + RESOURCE + " is missing from the class path beside "
                        + PlaceIndex.class.getName() + ". Build the weather-service again.");
            }
            return read(resource);
        } catch (IOException e) {
            throw new PlaceIndexException("The place index " + RESOURCE + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many places there are. */
    public int size() {
        return places.size();
    }

    PlaceTable places() {
        return places;
    }

    NameKeys names() {
        return names;
    }

    PrefixRanking prefixes() {
        return prefixes;
    }

    NearestPlaces nearest() {
        return nearest;
    }

    /** Reads a {@link PlaceIndexFormat} file. */
    static PlaceIndex read(InputStream file) throws IOException {
        SectionReader sections = new SectionReader(new InflaterInputStream(new ByteArrayInputStream(payload(file))));
        try {
            PlaceTable places = new PlaceTable(sections);
            NameKeys names = new NameKeys(sections.bytes(), sections.bytes());
            sections.end();
            return new PlaceIndex(places, names);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new PlaceIndexException("The place index does not hold the sections expected: " + e.getMessage(), e);
        }
    }

    private static byte[] payload(InputStream file) throws IOException {
        try {
            DataInputStream header = new DataInputStream(file);
            require(header.readLong() == PlaceIndexFormat.MAGIC, "it does not start with the mark of a place index");
            int version = header.readInt();
            require(
                    version == PlaceIndexFormat.VERSION,
                    "its version is " + version + ", this program reads version " + PlaceIndexFormat.VERSION);
            int length = header.readInt();
            int checksum = header.readInt();
            byte[] payload = header.readNBytes(Math.max(0, length));
            require(payload.length == length, "it is cut short after " + payload.length + " of " + length + " bytes");
            require(file.read() < 0, "it goes on after its end");
            CRC32 crc = new CRC32();
            crc.update(payload);
            require((int) crc.getValue() == checksum, "its checksum is wrong, so it was altered");
            return payload;
        } catch (EOFException e) {
            throw new PlaceIndexException(refusal("it is cut short in its header"), e);
        }
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new PlaceIndexException(refusal(complaint));
        }
    }

    private static String refusal(String complaint) {
        return "The place index is refused: " + complaint + ". Restore the file or build it again.";
    }
}
