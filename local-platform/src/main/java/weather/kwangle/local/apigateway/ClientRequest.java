package weather.kwangle.local.apigateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * A request as the client sent it, apart from its body.
 *
 * @param id API Gateway's request id
 * @param httpMethod the method
 * @param path the whole path, base path included, neither decoded nor normalised
 * @param query the query as sent, without the question mark; possibly empty
 * @param protocol {@code HTTP/1.1}
 * @param sourceIp the client's address
 * @param headers in the order that was sent, and with the letters that were sent, except that the HTTP server spells a
 *     name that it knows its own way ({@code Authorization})
 * @param receivedAt when it came
 */
record ClientRequest(
        String id,
        String httpMethod,
        String path,
        String query,
        String protocol,
        String sourceIp,
        List<Header> headers,
        Instant receivedAt) {

    /** One header line. */
    record Header(String name, String value) {}

    static ClientRequest of(Request request, Instant now) {
        HttpFields fields = request.getHeaders();
        String query = request.getHttpURI().getQuery();
        return new ClientRequest(
                UUID.randomUUID().toString(),
                request.getMethod(),
                rawPath(request),
                query == null ? "" : query,
                request.getConnectionMetaData().getHttpVersion().asString(),
                Request.getRemoteAddr(request),
                fields.stream().map(ClientRequest::header).toList(),
                now);
    }

    static String rawPath(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    private static Header header(HttpField field) {
        String value = field.getValue();
        return new Header(field.getName(), value == null ? "" : value);
    }

    /** All values of a header, whatever the case of its name. */
    List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** By name as sent: names that differ in case stay apart, as in API Gateway's events. */
    Map<String, List<String>> headersByName() {
        return headers.stream()
                .collect(Collectors.groupingBy(
                        Header::name, LinkedHashMap::new, Collectors.mapping(Header::value, Collectors.toList())));
    }

    /** The decoded query by name. */
    Map<String, List<String>> parametersByName() {
        if (query.isEmpty()) {
            return Map.of();
        }
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> decode(pair[0]),
                        LinkedHashMap::new,
                        Collectors.mapping(pair -> pair.length < 2 ? "" : decode(pair[1]), Collectors.toList())));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
