package weather.kwangle.local.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the API.
 *
 * @param httpMethod {@code GET} …
 * @param resource the path below the base path, possibly with templates: {@code /alerts/{id}}
 * @param authorized whether the Lambda authorizer decides on its requests
 * @param integration where its requests go
 */
record ApiMethod(String httpMethod, String resource, boolean authorized, Integration integration) {
    /** The values of the path's templates, by name, if the path is one of this resource; as sent, not decoded. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(resource);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < wanted.size(); i++) {
            String segment = wanted.get(i);
            if (isTemplate(segment) && !given.get(i).isEmpty()) {
                parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
            } else if (!segment.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    boolean hasTemplates() {
        return segments(resource).stream().anyMatch(ApiMethod::isTemplate);
    }

    private static boolean isTemplate(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
