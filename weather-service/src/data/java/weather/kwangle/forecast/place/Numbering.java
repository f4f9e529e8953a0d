package weather.kwangle.forecast.place;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Numbers strings from 0 in the order of their first appearance. */
final class Numbering {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** Starts with strings that get a number whether they appear or not. */
    Numbering(String... first) {
        for (String string : first) {
            number(string);
        }
    }

    int number(String string) {
        return numbers.computeIfAbsent(string, _ -> numbers.size());
    }

    /** What each number stands for. */
    List<String> labels(Function<String, String> label) {
        return numbers.keySet().stream().map(label).toList();
    }
}
