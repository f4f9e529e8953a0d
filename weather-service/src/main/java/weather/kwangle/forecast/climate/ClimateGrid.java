package weather.kwangle.forecast.climate;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/**
 * The layers of the shipped grid. The file: {@code MWCL}, format version (16 bits), length and SHA-256 of what follows,
 * then deflated: build, reference period, layers. A layer's values are differences to the western neighbour (the first
 * of a row: to the first of the row above), zigzag varints. Numbers are big-endian, texts have a 16-bit length.
 */
record ClimateGrid(String build, String referencePeriod, Map<String, GridLayer> layers) {
    private static final int MAGIC = 0x4D57434C;
    private static final int FORMAT = 1;
    private static final int DIGEST_BYTES = 32;

    /** @throws IOException if the stream ends early or is not an intact grid of this format */
    static ClimateGrid read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a climatology: it does not start with MWCL");
        }
        int format = in.readUnsignedShort();
        if (format != FORMAT) {
            throw new IOException("climatology of format %d, expected format %d".formatted(format, FORMAT));
        }
        int length = in.readInt();
        byte[] digest = in.readNBytes(DIGEST_BYTES);
        byte[] packed = in.readAllBytes();
        if (packed.length != length || !MessageDigest.isEqual(digest, sha256(packed))) {
            throw new IOException("the climatology is damaged: its checksum does not match");
        }
        return body(new DataInputStream(
                new BufferedInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))));
    }

    GridLayer layer(String name) {
        GridLayer layer = layers.get(name);
        if (layer == null) {
            throw new IllegalStateException("the climatology has no layer " + name);
        }
        return layer;
    }

    private static ClimateGrid body(DataInputStream in) throws IOException {
        String build = in.readUTF();
        String period = in.readUTF();
        int count = in.readUnsignedShort();
        Map<String, GridLayer> layers = new HashMap<>();
        for (int n = 0; n < count; n++) {
            layers.put(in.readUTF(), layerOf(in));
        }
        return new ClimateGrid(build, period, Map.copyOf(layers));
    }

    private static GridLayer layerOf(DataInputStream in) throws IOException {
        int rows = in.readUnsignedShort();
        int columns = in.readUnsignedShort();
        int months = in.readUnsignedShort();
        double step = in.readDouble();
        double scale = in.readDouble();
        short[] units = new short[months * rows * columns];
        for (int n = 0; n < units.length; n++) {
            boolean firstOfRow = n % columns == 0;
            boolean firstOfMonth = n % (rows * columns) == 0;
            int before = firstOfMonth ? 0 : firstOfRow ? units[n - columns] : units[n - 1];
            units[n] = (short) (before + zigzag(varint(in)));
        }
        return new GridLayer(rows, columns, step, scale, units);
    }

    private static int varint(InputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the climatology ends within a layer");
            }
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("the climatology has a number that is too long");
    }

    private static int zigzag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
