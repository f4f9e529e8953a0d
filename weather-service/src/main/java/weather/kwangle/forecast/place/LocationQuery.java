package weather.kwangle.forecast.place;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A caller's location, read but not yet looked up. The grammar:
 *
 * <pre>
 * location   = id | point | name *3("," qualifier)
 * id         = "geonames:" number
 * point      = latitude "," longitude              decimal degrees, such as 21.03,105.85
 * </pre>
 */
sealed interface LocationQuery {
    String ID_PREFIX = "geonames:";
    /** The longest name in the gazetteer has 193 characters. */
    int MAX_LENGTH = 200;

    int MAX_QUALIFIERS = 3;

    /** A GeoNames identifier, at least 1. */
    record Identifier(long geonameId) implements LocationQuery {}

    /** A point in degrees, within range. */
    record Point(double latitude, double longitude) implements LocationQuery {}

    /**
     * A name.
     *
     * @param parts as written between commas: the name, and what narrows it down, from the narrowest to the widest; each
     *     holds a letter or a digit
     */
    record Named(List<String> parts) implements LocationQuery {}

    /** Not a location. */
    record Refused(String detail, String expected) implements LocationQuery {}

    /** Reads a location; never throws. */
    static LocationQuery parse(String location) {
        String text = location.strip();
        if (text.isEmpty()) {
            return refused("The location is empty.");
        }
        if (text.length() > MAX_LENGTH) {
            return refused("The location has " + text.length() + " characters, at most " + MAX_LENGTH + " are read.");
        }
        if (text.codePoints().anyMatch(Grammar::isControl)) {
            return refused("The location holds a control character.");
        }
        if (text.regionMatches(true, 0, ID_PREFIX, 0, ID_PREFIX.length())) {
            return identifier(text.substring(ID_PREFIX.length()));
        }
        return Grammar.NUMERIC.matcher(text).matches() ? point(text) : named(text);
    }

    private static LocationQuery identifier(String number) {
        return Grammar.IDENTIFIER.matcher(number).matches()
                ? new Identifier(Long.parseLong(number))
                : new Refused(
                        "The GeoNames identifier is not a whole number above zero of at most 12 digits.",
                        "geonames: and a number, such as geonames:1581130");
    }

    private static LocationQuery point(String text) {
        Matcher point = Grammar.POINT.matcher(text.replace('\u2212', '-'));
        if (!point.matches()) {
            return new Refused("The coordinates cannot be read.", Grammar.POINT_EXPECTED);
        }
        double latitude = Double.parseDouble(point.group("latitude"));
        double longitude = Double.parseDouble(point.group("longitude"));
        if (Math.abs(latitude) > 90) {
            return new Refused(
                    "The latitude " + point.group("latitude") + " is out of range.", "latitude from -90 to 90");
        }
        if (Math.abs(longitude) > 180) {
            return new Refused(
                    "The longitude " + point.group("longitude") + " is out of range.", "longitude from -180 to 180");
        }
        return new Point(latitude, longitude);
    }

    private static LocationQuery named(String text) {
        List<String> parts =
                Stream.of(Grammar.COMMA.split(text, -1)).map(String::strip).toList();
        if (parts.size() > 1 + MAX_QUALIFIERS) {
            return refused("The location has more than " + MAX_QUALIFIERS + " parts after the name.");
        }
        if (NameFolding.fold(parts.getFirst()).isEmpty()) {
            return refused("The place's name holds neither a letter nor a digit.");
        }
        if (parts.stream().anyMatch(part -> NameFolding.fold(part).isEmpty())) {
            return refused("The location has an empty part after a comma.");
        }
        return new Named(parts);
    }

    private static Refused refused(String detail) {
        return new Refused(detail, Grammar.EXPECTED);
    }

    /** The patterns behind the grammar. */
    final class Grammar {
        private static final String EXPECTED = String.format(
                Locale.ROOT,
                "name[, state or province][, country] of at most %d characters, or latitude,longitude, or geonames:<id>",
                MAX_LENGTH);
        private static final String POINT_EXPECTED = "latitude,longitude in decimal degrees, such as 21.03,105.85";
        private static final Pattern IDENTIFIER = Pattern.compile("[1-9][0-9]{0,11}");
        private static final Pattern COMMA = Pattern.compile("[,\uFF0C\u3001\u060C]");
        /** Digits and what goes with them, but not a bare number: that may be a name. */
        private static final Pattern NUMERIC =
                Pattern.compile("(?=.*[0-9])(?=.*[^0-9])[-+\u2212]?[0-9.][-+\u22120-9.,;\u00B0\\s]*");

        private static final String NUMBER = "[-+]?[0-9]{1,3}(?:\\.[0-9]{1,20})?";
        private static final Pattern POINT =
                Pattern.compile("(?<latitude>" + NUMBER + ")\\s*,\\s*(?<longitude>" + NUMBER + ")");

        private Grammar() {}

        private static boolean isControl(int codePoint) {
            int type = Character.getType(codePoint);
            return type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
        }
    }
}
