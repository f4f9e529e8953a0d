package weather.kwangle.forecast.place;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;

/**
 * Countries by ISO 3166-1 code (two or three letters) or English name. Names come from Unicode CLDR through the JDK; the
 * few that people use beside them stand here.
 */
final class Countries {
    /** Customary names that CLDR's English does not have, with the code of the country. */
    private static final Map<String, String> CUSTOMARY = Map.ofEntries(
            Map.entry("UK", "GB"),
            Map.entry("Great Britain", "GB"),
            Map.entry("Britain", "GB"),
            Map.entry("United States of America", "US"),
            Map.entry("America", "US"),
            Map.entry("UAE", "AE"),
            Map.entry("Emirates", "AE"),
            Map.entry("Bosnia", "BA"),
            Map.entry("Trinidad", "TT"),
            Map.entry("Czech Republic", "CZ"),
            Map.entry("Holland", "NL"),
            Map.entry("The Netherlands", "NL"),
            Map.entry("Ivory Coast", "CI"),
            Map.entry("Turkey", "TR"),
            Map.entry("Macedonia", "MK"),
            Map.entry("Swaziland", "SZ"),
            Map.entry("Cabo Verde", "CV"),
            Map.entry("East Timor", "TL"),
            Map.entry("Hong Kong", "HK"),
            Map.entry("Macau", "MO"),
            Map.entry("Macao", "MO"),
            Map.entry("Palestine", "PS"),
            Map.entry("Vatican", "VA"),
            Map.entry("Holy See", "VA"),
            Map.entry("Republic of Korea", "KR"),
            Map.entry("Korea", "KR"),
            Map.entry("Russian Federation", "RU"),
            Map.entry("Republic of Ireland", "IE"),
            Map.entry("Democratic Republic of the Congo", "CD"),
            Map.entry("DR Congo", "CD"),
            Map.entry("DRC", "CD"),
            Map.entry("Republic of the Congo", "CG"),
            Map.entry("Congo", "CG"),
            Map.entry("The Gambia", "GM"),
            Map.entry("The Bahamas", "BS"),
            Map.entry("The Philippines", "PH"),
            Map.entry("Federated States of Micronesia", "FM"));

    /** Territories with a code of their own, by the country that people name for them. */
    private static final Map<String, Set<String>> TERRITORIES = Map.of(
            "AU", Set.of("CC", "CX", "NF"),
            "CN", Set.of("HK", "MO"),
            "DK", Set.of("FO", "GL"),
            "FI", Set.of("AX"),
            "FR", Set.of("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"),
            "GB", Set.of("AI", "BM", "FK", "GG", "GI", "IM", "JE", "KY", "MS", "SH", "TC", "VG"),
            "NL", Set.of("AW", "BQ", "CW", "SX"),
            "NO", Set.of("SJ"),
            "NZ", Set.of("CK", "NU", "TK"),
            "US", Set.of("AS", "GU", "MP", "PR", "VI"));

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    /** The two-letter code of a country that is given by code or name. */
    static Optional<String> code(String codeOrName) {
        return Optional.ofNullable(CODES.get(key(codeOrName)));
    }

    /** Whether a territory belongs to a country, both given by code. */
    static boolean isTerritory(String territory, String country) {
        return TERRITORIES.getOrDefault(country, Set.of()).contains(territory);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            add(codes, code);
        }
        add(codes, "XK");
        CUSTOMARY.forEach((name, code) -> codes.put(key(name), code));
        return Map.copyOf(codes);
    }

    private static void add(Map<String, String> codes, String code) {
        Locale country = Locale.of("", code);
        String name = country.getDisplayCountry(Locale.ENGLISH);
        codes.putIfAbsent(key(code), code);
        codes.putIfAbsent(key(name), code);
        codes.putIfAbsent(key(name.replace("&", "and")), code);
        codes.putIfAbsent(key(name.replace("St.", "Saint")), code);
        for (String part : name.split("[()]", -1)) {
            codes.putIfAbsent(key(part), code);
        }
        try {
            codes.putIfAbsent(key(country.getISO3Country()), code);
        } catch (MissingResourceException e) {
            // Kosovo's code is not an ISO one, and has no three letters.
        }
    }

    private static String key(String name) {
        return NameFolding.fold(name).replace(" ", "");
    }
}
