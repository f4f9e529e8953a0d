package weather.kwangle.authorizer.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** JSON under construction: ASCII in bytes as they go out, so that nothing is encoded or copied at the end. */
final class AsciiBuffer {
    private static final String HEX = "0123456789abcdef";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private byte[] out;
    private int length;

    /** @param expectedLength in bytes; it grows as needed */
    AsciiBuffer(int expectedLength) {
        out = new byte[expectedLength];
    }

    void append(char ascii) {
        reserve(1);
        out[length++] = (byte) ascii;
    }

    /** A constant of ours, which is ASCII already and JSON as it stands. */
    @SuppressWarnings("deprecation") // the one way that copies without an array in between, and right for ASCII
    void append(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), out, length);
        length += ascii.length();
    }

    /** Text that is to be JSON as it stands. What is not ASCII becomes a question mark, and no part of the syntax. */
    void appendAscii(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        reserve(ascii.length);
        System.arraycopy(ascii, 0, out, length, ascii.length);
        length += ascii.length;
    }

    void append(long number) {
        append(Long.toString(number));
    }

    private void reserve(int more) {
        if (more > out.length - length) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
        }
    }

    /** Any text as a JSON string. */
    void appendQuoted(String text) {
        append('"');
        if (isPlain(text)) {
            append(text);
        } else {
            for (int i = 0; i < text.length(); i++) {
                appendEscaped(text.charAt(i));
            }
        }
        append('"');
    }

    /** Whether a text needs no escapes, which is the rule. */
    private static boolean isPlain(String text) {
        int length = text.length();
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            i++;
        }
        return i == length;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    private void appendEscaped(char c) {
        if (isPlain(c)) {
            append(c);
            return;
        }
        append('\\');
        if (c == '"' || c == '\\') {
            append(c);
            return;
        }
        append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            append(HEX.charAt(c >> shift & 0xF));
        }
    }

    /** As in RFC 3339, to the millisecond; the formatters of {@code java.time} take longer than the rest of a line. */
    void appendQuoted(Instant at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        append('"');
        appendDigits(time.getYear(), 1_000);
        append('-');
        appendDigits(time.getMonthValue(), 10);
        append('-');
        appendDigits(time.getDayOfMonth(), 10);
        append('T');
        appendDigits(time.getHour(), 10);
        append(':');
        appendDigits(time.getMinute(), 10);
        append(':');
        appendDigits(time.getSecond(), 10);
        append('.');
        appendDigits(time.getNano() / NANOS_PER_MILLI, 100);
        append("Z\"");
    }

    /** @param highest the value of the first digit, 1 where there is one digit */
    private void appendDigits(int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            append((char) ('0' + number / place % 10));
        }
    }

    void writeTo(OutputStream stream) throws IOException {
        stream.write(out, 0, length);
    }

    /** For a stream that keeps its failures to itself. */
    void printTo(PrintStream stream) {
        stream.write(out, 0, length);
    }

    @Override
    public String toString() {
        return new String(out, 0, length, StandardCharsets.US_ASCII);
    }
}
