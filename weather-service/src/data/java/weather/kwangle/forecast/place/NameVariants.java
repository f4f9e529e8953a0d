package weather.kwangle.forecast.place;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folded keys of a name: as written, with German and Nordic umlauts spelt out, and with saints and mounts both ways. */
final class NameVariants {
    private static final Map<String, String> SPELT_OUT = Map.of(
            "ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "Ø", "Oe", "Å",
            "Aa");

    private static final Map<String, String> LONG_AND_SHORT = Map.of(
            "saint", "st", "st", "saint", "sainte", "ste", "ste", "sainte", "mount", "mt", "mt", "mount", "fort", "ft",
            "ft", "fort");

    private NameVariants() {}

    static Set<String> keys(String name) {
        Set<String> keys = new LinkedHashSet<>();
        for (String spelling : List.of(name, spellOut(name))) {
            String key = NameFolding.fold(spelling);
            keys.add(key);
            keys.add(Stream.of(key.split(" ", -1))
                    .map(word -> LONG_AND_SHORT.getOrDefault(word, word))
                    .collect(Collectors.joining(" ")));
        }
        return keys;
    }

    private static String spellOut(String name) {
        String spelt = name;
        for (Map.Entry<String, String> letter : SPELT_OUT.entrySet()) {
            spelt = spelt.replace(letter.getKey(), letter.getValue());
        }
        return spelt;
    }
}
