package weather.kwangle.forecast.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal or a failure as the client sees it (RFC 9457). It holds only what a client may read.
 *
 * @param kind what kind of problem it is
 * @param detail this occurrence in a sentence: what was wrong and what to do
 * @param extensions further members of this kind, in the order in which they are written
 * @param headers HTTP fields that belong to the answer, such as {@code Retry-After}
 */
public record Problem(ProblemKind kind, String detail, Map<String, Object> extensions, Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
        headers = Map.copyOf(headers);
    }

    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Map.of(), Map.of());
    }

    public int status() {
        return kind.status();
    }

    /** The same problem with one more member; the value is written as JSON. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(kind, detail, more, headers);
    }

    /** The same problem with one more HTTP field. */
    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(kind, detail, extensions, more);
    }

    /** The members in the order in which people read them. */
    public Map<String, Object> members(Optional<String> requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", kind.type());
        members.put("title", kind.title());
        members.put("status", kind.status());
        members.put("detail", detail);
        requestId.ifPresent(id -> members.put("requestId", id));
        members.putAll(extensions);
        return members;
    }
}
