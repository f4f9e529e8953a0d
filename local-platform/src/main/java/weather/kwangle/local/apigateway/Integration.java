package weather.kwangle.local.apigateway;

import java.time.Duration;
import java.util.Map;

/**
 * Where a method's requests go: an HTTP_PROXY integration.
 *
 * @param httpMethod the method to use
 * @param path the path of the integration's uri; its host stands for the backend
 * @param timeout how long the backend may take
 * @param headers header name to the value that replaces whatever the caller sent under that name
 */
record Integration(String httpMethod, String path, Duration timeout, Map<String, MappedValue> headers) {
    /** The longest that API Gateway waits unless a quota was raised. */
    static final Duration LONGEST = Duration.ofSeconds(29);

    Integration {
        headers = Map.copyOf(headers);
    }
}
