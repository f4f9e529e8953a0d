package weather.kwangle.forecast.place;

/** Reads numbers in unsigned LEB128, seven bits a byte, the lowest first. */
final class Varints {
    private final byte[] bytes;
    private int position;

    Varints(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int position() {
        return position;
    }

    int next() {
        int value = 0;
        int shift = 0;
        byte part;
        do {
            part = bytes[position++];
            value |= (part & 0x7F) << shift;
            shift += 7;
        } while (part < 0);
        return value;
    }

    void skip(int count) {
        position += count;
    }
}
