package weather.kwangle.gateway.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal or failure as the client sees it, RFC 9457. It holds only what a client may read.
 *
 * @param type URI that names the kind of problem; {@code about:blank} where the status says everything
 * @param title the kind in a few words, the same each time
 * @param status HTTP status, 400 to 599
 * @param detail this occurrence in a sentence: what was wrong and what to do
 * @param extensions further members of this type
 * @param headers HTTP fields that belong to the answer, such as {@code Retry-After}
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Map<String, Object> extensions,
        Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        extensions = Map.copyOf(extensions);
        headers = Map.copyOf(headers);
    }

    Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, title, status, detail, extensions, more);
    }

    /** The members in the order in which people read them. */
    Map<String, Object> members(String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        members.put("requestId", requestId);
        members.putAll(extensions);
        return members;
    }
}
