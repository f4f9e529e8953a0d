package weather.kwangle.authorizer.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** JSON under construction. All of it is ASCII, which a {@link StringBuilder} keeps in a byte a character and copies whole. */
final class AsciiBuffer {
    private static final String HEX = "0123456789abcdef";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final StringBuilder out;

    AsciiBuffer(int expectedLength) {
        out = new StringBuilder(expectedLength);
    }

    void append(char ascii) {
        out.append(ascii);
    }

    /** Text that is ASCII already and JSON as it stands. */
    void append(String ascii) {
        out.append(ascii);
    }

    void append(long number) {
        out.append(number);
    }

    /** Any text as a JSON string. */
    void appendQuoted(String text) {
        out.append('"');
        int plain = plainPrefix(text);
        out.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                escape(c);
            }
        }
        out.append('"');
    }

    /** How much of a text needs no escapes; as a rule all of it. */
    private static int plainPrefix(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    private void escape(char c) {
        out.append('\\');
        if (c == '"' || c == '\\') {
            out.append(c);
            return;
        }
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xF));
        }
    }

    /** As in RFC 3339, to the millisecond; the formatters of {@code java.time} take longer than the rest of a line. */
    void appendQuoted(Instant at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        out.append('"');
        appendDigits(time.getYear(), 1_000);
        out.append('-');
        appendDigits(time.getMonthValue(), 10);
        out.append('-');
        appendDigits(time.getDayOfMonth(), 10);
        out.append('T');
        appendDigits(time.getHour(), 10);
        out.append(':');
        appendDigits(time.getMinute(), 10);
        out.append(':');
        appendDigits(time.getSecond(), 10);
        out.append('.');
        appendDigits(time.getNano() / NANOS_PER_MILLI, 100);
        out.append("Z\"");
    }

    /** @param highest the value of the first digit, 1 where there is one digit */
    private void appendDigits(int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            out.append((char) ('0' + number / place % 10));
        }
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
