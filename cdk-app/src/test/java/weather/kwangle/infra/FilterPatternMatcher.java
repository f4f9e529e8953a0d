package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of CloudWatch Logs' JSON filter patterns that we use: conditions joined by {@code &&}, each comparing one
 * property with a quoted string, in which {@code *} stands for anything, or with a number. A line that is no JSON, lacks
 * the property or has it in another type does not match.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 *
 * <p>Whatever else a pattern holds is refused, so that no pattern passes that is not understood here.
 */
final class FilterPatternMatcher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONDITION =
            Pattern.compile("(\\$(?:\\.\\w+)+) (?:(=|!=) \"([^\"]*)\"|(=|!=|>=|<) (\\d+(?:\\.\\d+)?))");

    private final List<Matcher> conditions;

    FilterPatternMatcher(String pattern) {
        Matcher whole = Pattern.compile("\\{ (.+) }").matcher(pattern);
        if (!whole.matches()) {
            throw new IllegalArgumentException("not a JSON filter pattern: " + pattern);
        }
        this.conditions = Stream.of(whole.group(1).split(" && "))
                .map(FilterPatternMatcher::condition)
                .toList();
    }

    private static Matcher condition(String text) {
        Matcher condition = CONDITION.matcher(text);
        if (!condition.matches()) {
            throw new IllegalArgumentException("not a condition: " + text);
        }
        return condition;
    }

    boolean matches(String line) {
        JsonNode event = read(line);
        return event.isObject() && conditions.stream().allMatch(condition -> holds(condition, event));
    }

    /** The property of a line, such as {@code $.objectRef.name}. */
    static JsonNode property(String line, String path) {
        return property(read(line), path);
    }

    private static boolean holds(Matcher condition, JsonNode event) {
        JsonNode value = property(event, condition.group(1));
        if (condition.group(3) != null) {
            String glob = Stream.of(condition.group(3).split("\\*", -1))
                    .map(Pattern::quote)
                    .reduce((before, after) -> before + ".*" + after)
                    .orElseThrow();
            return value.isTextual()
                    && value.asText().matches(glob) == condition.group(2).equals("=");
        }
        double limit = Double.parseDouble(condition.group(5));
        return value.isNumber()
                && switch (condition.group(4)) {
                    case "!=" -> value.asDouble() != limit;
                    case ">=" -> value.asDouble() >= limit;
                    case "<" -> value.asDouble() < limit;
                    default -> value.asDouble() == limit;
                };
    }

    private static JsonNode property(JsonNode event, String path) {
        return event.at(path.substring(1).replace('.', '/'));
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
