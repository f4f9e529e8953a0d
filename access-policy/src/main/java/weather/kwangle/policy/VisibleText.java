package weather.kwangle.policy;

/** One line of text that is what it looks like on a screen, in whatever it is printed. */
public final class VisibleText {
    /**
     * What it has none of, for a class of a regular expression: control characters, ends of lines, and what
     * embeds, overrides or isolates a direction of writing (Unicode Standard Annex 9, section 2), by which a line can look
     * like another.
     */
    public static final String UNSEEN = "\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069";

    private VisibleText() {}
}
