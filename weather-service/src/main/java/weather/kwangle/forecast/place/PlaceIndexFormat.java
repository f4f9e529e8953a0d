package weather.kwangle.forecast.place;

/**
 * The place index as a file. Numbers are big-endian.
 *
 * <pre>
 * 8 bytes   magic "MWPLACES"
 * int       version
 * int       length of the payload
 * int       CRC-32 of the payload
 * payload   the sections below, as one zlib stream (RFC 1950)
 * </pre>
 *
 * <p>A section is an array: its length (int), its width in bytes (byte: 1, 2 or 4), then its planes: the highest byte of
 * every element, then the next byte of every element, and so on. Planes of high bytes are nearly constant, which is what
 * makes the file small. A list of strings is two arrays: all UTF-8 bytes, and the length of each.
 *
 * <p>The sections, in order:
 *
 * <ol>
 *   <li>country codes, zone ids, feature codes (lists of strings)
 *   <li>first-order divisions: code and name (lists of strings); second-order divisions: name (list of strings). Element 0
 *       of each is empty and stands for "none".
 *   <li>places, most populous first; a place is its position here: GeoNames id, latitude and longitude (in 1e-5 degrees),
 *       population, elevation (metres; {@link #NO_ELEVATION}), country, zone, feature, first-order and second-order
 *       division (positions in the lists above), names (list of strings)
 *   <li>folded names to places, as {@link NameKeys} describes them: keys, postings
 * </ol>
 */
final class PlaceIndexFormat {
    /** ASCII "MWPLACES". */
    static final long MAGIC = 0x4D57504C41434553L;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 20;
    static final short NO_ELEVATION = Short.MIN_VALUE;
    /** Stored coordinates are whole numbers of a hundred-thousandth of a degree, about a metre. */
    static final double UNITS_PER_DEGREE = 100_000;

    private PlaceIndexFormat() {}
}
