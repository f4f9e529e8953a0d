package weather.kwangle.forecast.api;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import weather.kwangle.forecast.problem.Excerpt;
import weather.kwangle.forecast.problem.ProblemException;
import weather.kwangle.forecast.problem.Problems;

/**
 * The query of one request, read strictly. An unknown parameter is refused, because it is a typing error more often than
 * anything else ({@code day=3}) and would otherwise get a wrong answer instead of a complaint.
 */
final class QueryParameters {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,6}");

    private final MultiValueMap<String, String> values;

    private QueryParameters(MultiValueMap<String, String> values) {
        this.values = values;
    }

    /**
     * @param known every parameter of the operation
     * @throws ProblemException if another one is there, or one is there twice
     */
    static QueryParameters of(ServerRequest request, List<String> known) {
        MultiValueMap<String, String> values = request.queryParams();
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                String shown = Excerpt.of(name);
                throw refusal(shown, "\"" + shown + "\" is no parameter of this operation", expected(known));
            }
            if (given.size() > 1) {
                throw refusal(name, "\"" + name + "\" is given " + given.size() + " times", "one value");
            }
        });
        return new QueryParameters(values);
    }

    /** A parameter that must be there; what it may hold is for others to say. */
    String required(String name, String expected) {
        String value = values.getFirst(name);
        if (value == null) {
            throw refusal(name, "\"" + name + "\" is missing", expected);
        }
        return value;
    }

    /** A whole number, or the fallback where the parameter is absent. */
    int wholeNumber(String name, int least, int most, int fallback) {
        if (!values.containsKey(name)) {
            return fallback;
        }
        String value = values.getFirst(name);
        if (value != null && WHOLE_NUMBER.matcher(value).matches()) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        String shown = value == null || value.isEmpty() ? "empty" : "\"" + Excerpt.of(value) + "\"";
        throw refusal(name, "\"" + name + "\" is " + shown, "a whole number from %d to %d".formatted(least, most));
    }

    private static String expected(List<String> known) {
        return switch (known.size()) {
            case 0 -> "no parameter";
            case 1 -> "only " + known.getFirst();
            default -> "only " + String.join(", ", known);
        };
    }

    static ProblemException refusal(String name, String what, String expected) {
        return new ProblemException(Problems.invalidParameter(name, what + "; expected " + expected + ".", expected));
    }
}
