package weather.kwangle.forecast.place;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the arrays of a payload one after the other ({@link PlaceIndexFormat}). */
final class SectionReader {
    private final DataInputStream in;

    SectionReader(InputStream payload) {
        in = new DataInputStream(payload);
    }

    byte[] bytes() throws IOException {
        return plane(length(1));
    }

    char[] chars() throws IOException {
        char[] values = new char[length(2)];
        for (int shift = 8; shift >= 0; shift -= 8) {
            byte[] plane = plane(values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] |= (char) ((plane[i] & 0xFF) << shift);
            }
        }
        return values;
    }

    int[] ints() throws IOException {
        int[] values = new int[length(4)];
        for (int shift = 24; shift >= 0; shift -= 8) {
            byte[] plane = plane(values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] |= (plane[i] & 0xFF) << shift;
            }
        }
        return values;
    }

    PackedStrings strings() throws IOException {
        byte[] utf8 = bytes();
        char[] lengths = chars();
        int[] starts = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = starts[i] + lengths[i];
        }
        if (starts[lengths.length] != utf8.length) {
            throw new IOException("a list of strings does not add up");
        }
        return new PackedStrings(utf8, starts);
    }

    void end() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("more sections than expected");
        }
    }

    private int length(int width) throws IOException {
        int length = in.readInt();
        int actualWidth = in.readByte();
        if (length < 0 || actualWidth != width) {
            throw new IOException("a section is " + actualWidth + " bytes wide, expected " + width);
        }
        return length;
    }

    private byte[] plane(int length) throws IOException {
        byte[] plane = in.readNBytes(length);
        if (plane.length != length) {
            throw new EOFException("a section ends early");
        }
        return plane;
    }
}
