package weather.kwangle.forecast.problem;

import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.HttpHeaders;

/** The id that the edge gave this request. It stands in our logs and in every problem, so that both can be matched. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";
    /** Anything else is left out, so that nobody writes what they like into our logs. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:=+/-]{1,128}");

    private RequestId() {}

    /** The request's id, if it has one that is safe to repeat. */
    public static Optional<String> of(HttpHeaders headers) {
        return Optional.ofNullable(headers.getFirst(HEADER))
                .filter(id -> SAFE.matcher(id).matches());
    }

    /** The log line with the id, if there is one. */
    public static LoggingEventBuilder on(LoggingEventBuilder line, HttpHeaders headers) {
        return of(headers).map(id -> line.addKeyValue("requestId", id)).orElse(line);
    }
}
