package weather.kwangle.forecast.problem;

/** What a client sent, cut short enough and clean enough to be shown back in a problem. */
public final class Excerpt {
    private static final int MAX_CHARACTERS = 80;
    private static final int REPLACEMENT = 0xFFFD;

    private Excerpt() {}

    /** At most {@value #MAX_CHARACTERS} characters; halves of surrogate pairs, which no JSON can carry, are replaced. */
    public static String of(String text) {
        String whole = text.codePoints()
                .limit(MAX_CHARACTERS)
                .map(character -> isHalf(character) ? REPLACEMENT : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.codePointCount(0, text.length()) > MAX_CHARACTERS ? whole + "…" : whole;
    }

    /** Whether a text has a surrogate without its partner: valid in a JSON escape, but no Unicode text (RFC 8259, 8.2). */
    public static boolean isBroken(String text) {
        return text.codePoints().anyMatch(Excerpt::isHalf);
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
