package weather.kwangle.forecast.place;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Map;

/**
 * Folds a name to the key it is found by, so that {@code São Paulo}, {@code SAO PAULO} and {@code Sao-Paulo} meet.
 *
 * <p>The name is decomposed (Unicode NFKD, UAX #15), folded and composed again (NFC):
 *
 * <ul>
 *   <li>Marks go where people leave them out in writing: Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic
 *       vowel signs and hamza. They stay where they make another letter or carry the vowel: kana voicing (が is not か),
 *       Indic, Thai, Lao, Khmer and Burmese signs. Hangul is only taken apart and put together again.
 *   <li>Case goes by simple folding (upper, then lower), which also makes one of σ and ς.
 *   <li>Letters without a decomposition are written as their usual Latin substitutes (ø o, ł l, ß ss, þ th); Persian and
 *       Arabic keyboards' forms of one letter become one.
 *   <li>Apostrophes and their look-alikes vanish ({@code Xi'an} is {@code xian}); other punctuation, symbols and white
 *       space become one space.
 * </ul>
 *
 * <p>Folding twice gives the same as folding once. The index holds folded names, so a change here needs a new index.
 */
final class NameFolding {
    private static final int VOICED_MARK = 0x3099;
    private static final int SEMI_VOICED_MARK = 0x309A;

    /** Letters that NFKD leaves alone, after case folding. */
    private static final Map<Integer, String> SUBSTITUTES = substitutes(
            "ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ŋ ng ħ h ŧ t ĸ k ƒ f ɓ b ƀ b ɖ d ɗ d ɛ e ǝ e ə e ɔ o ɣ g ǥ g ƙ k ɲ n"
                    + " ƴ y ʉ u ɨ i ɩ i ʊ u ȷ j"
                    + " \u0649 \u064A \u06CC \u064A \u06A9 \u0643 \u0629 \u0647 \u06C1 \u0647 \u06BE \u0647 \u06D5 \u0647"
                    + " \u0671 \u0627");

    private NameFolding() {}

    /** The key of a name; empty when the name holds neither a letter nor a digit. */
    static String fold(String name) {
        // NFKD would make a space and a mark of the acute accent that some type for an apostrophe.
        String decomposed = Normalizer.normalize(name.replace('\u00B4', '\''), Form.NFKD);
        StringBuilder folded = new StringBuilder(decomposed.length());
        decomposed.codePoints().forEach(codePoint -> append(folded, codePoint));
        return Normalizer.normalize(folded.toString().strip(), Form.NFC);
    }

    private static void append(StringBuilder folded, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER, Character.LOWERCASE_LETTER ->
                appendLetter(folded, Character.toLowerCase(Character.toUpperCase(codePoint)));
            case Character.OTHER_LETTER -> appendLetter(folded, codePoint);
            case Character.MODIFIER_LETTER -> {
                if (!isApostrophe(codePoint)) {
                    folded.appendCodePoint(codePoint);
                }
            }
            case Character.DECIMAL_DIGIT_NUMBER -> folded.append((char) ('0' + Character.digit(codePoint, 10)));
            case Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.COMBINING_SPACING_MARK ->
                folded.appendCodePoint(codePoint);
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> {
                if (carriesMeaning(codePoint)) {
                    folded.appendCodePoint(codePoint);
                }
            }
            case Character.FORMAT -> {
                // Joiners, soft hyphens and direction marks are invisible.
            }
            default -> appendSpace(folded, codePoint);
        }
    }

    private static void appendLetter(StringBuilder folded, int letter) {
        String substitute = SUBSTITUTES.get(letter);
        if (substitute == null) {
            folded.appendCodePoint(letter);
        } else {
            folded.append(substitute);
        }
    }

    private static void appendSpace(StringBuilder folded, int codePoint) {
        if (!isApostrophe(codePoint) && !folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
            folded.append(' ');
        }
    }

    private static boolean isApostrophe(int codePoint) {
        return switch (codePoint) {
            case '\'', '`', '\u2018', '\u2019', '\u201B', '\u2032', '\u05F3', '\u05F4', '\u0640' -> true;
            default -> codePoint >= 0x02B0 && codePoint <= 0x02FF;
        };
    }

    private static boolean carriesMeaning(int mark) {
        return mark == VOICED_MARK
                || mark == SEMI_VOICED_MARK
                || switch (Character.UnicodeScript.of(mark)) {
                    case INHERITED, COMMON, LATIN, GREEK, CYRILLIC, ARABIC, HEBREW, SYRIAC -> false;
                    default -> true;
                };
    }

    private static Map<Integer, String> substitutes(String pairs) {
        String[] words = pairs.split(" ", -1);
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i].codePointAt(0), words[i + 1]);
        }
        return Map.copyOf(map);
    }
}
