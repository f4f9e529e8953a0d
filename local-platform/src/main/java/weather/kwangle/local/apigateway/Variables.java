package weather.kwangle.local.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code $context} variables of one request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html">
 *     Variables for data transformations</a>
 */
final class Variables {
    /** A full stop at a sentence's end is no part of a name. */
    private static final Pattern REFERENCE = Pattern.compile("\\$context\\.(?<name>\\w+(?:\\.\\w+)*)");

    private final Map<String, String> values = new LinkedHashMap<>();

    Variables set(String name, String value) {
        values.put(name, value);
        return this;
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * Replaces each {@code $context.name} with its value and an unknown one with nothing. This is no VTL: there are no
     * directives, and nothing is escaped.
     */
    String fillIn(String template) {
        return REFERENCE
                .matcher(template)
                .replaceAll(reference -> Matcher.quoteReplacement(values.getOrDefault(reference.group("name"), "")));
    }
}
