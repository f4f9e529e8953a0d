package weather.kwangle.gateway.problem;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Every problem that the gateway can answer with, each written once. */
public final class Problems {
    private static final String BASE = "https://api.kwangle.weather/problems/";
    private static final String QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    /** A pod that was replaced or a connection that was full is usually back within this time. */
    private static final String RETRY_SOON_SECONDS = "5";

    private Problems() {}

    /**
     * The request did not come through the API. RFC 9110 section 11.6.1 asks for a challenge with every 401; the scheme
     * is our own, because no token that a client could send here would help.
     */
    public static Problem noEdgeAssertion() {
        return problem(
                        "no-edge-assertion",
                        HttpStatus.UNAUTHORIZED,
                        "No edge assertion",
                        "This service answers only requests that came through the public API. Send the request there.")
                .with(HttpHeaders.WWW_AUTHENTICATE, "Edge-Assertion");
    }

    /**
     * A limit is used up.
     *
     * @param violated names of the limits, at least one
     * @param retryAfterSeconds when asking again can succeed, at least 1
     */
    public static Problem quotaExceeded(List<String> violated, long retryAfterSeconds) {
        String limits = violated.size() == 1
                ? "The limit \"%s\" is".formatted(violated.getFirst())
                : "The limits \"%s\" are".formatted(String.join("\", \"", violated));
        return new Problem(
                QUOTA_EXCEEDED,
                "Quota exceeded",
                HttpStatus.TOO_MANY_REQUESTS.value(),
                "%s used up. Try again in %d s.".formatted(limits, retryAfterSeconds),
                Map.of("violated-policies", violated),
                Map.of(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds)));
    }

    /**
     * A batch needs more permits than a limit has left.
     *
     * @param limit the limit's name
     * @param places how many the batch asks for
     * @param fits how many would be served now
     * @param retryAfterSeconds when the limit has permits again, at least 1
     */
    public static Problem batchExceedsQuota(String limit, long places, long fits, long retryAfterSeconds) {
        String way = fits == 0 ? "Try" : "Send at most %d, or try".formatted(fits);
        return new Problem(
                QUOTA_EXCEEDED,
                "Quota exceeded",
                HttpStatus.TOO_MANY_REQUESTS.value(),
                "The batch has %d places, and the limit \"%s\" has room for %d. %s again in %d s."
                        .formatted(places, limit, fits, way, retryAfterSeconds),
                Map.of("violated-policies", List.of(limit), "fits", fits),
                Map.of(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds)));
    }

    /** The table of accounts does not answer. */
    public static Problem quotaUnavailable() {
        return problem(
                        "service-unavailable",
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Service unavailable",
                        "Your account cannot be read right now. Try again in %s s.".formatted(RETRY_SOON_SECONDS))
                .with(HttpHeaders.RETRY_AFTER, RETRY_SOON_SECONDS);
    }

    public static Problem notFound() {
        return problem(
                "not-found",
                HttpStatus.NOT_FOUND,
                "Not found",
                "No operation of this API has that path. See the contract.");
    }

    /**
     * The path is known, the method is not.
     *
     * @param allowed the methods that the path has
     */
    public static Problem methodNotAllowed(Collection<String> allowed) {
        String methods = String.join(", ", new TreeSet<>(allowed));
        return problem(
                        "method-not-allowed",
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "Method not allowed",
                        "This path answers %s.".formatted(methods))
                .with(HttpHeaders.ALLOW, methods);
    }

    public static Problem payloadTooLarge(long limitBytes) {
        return problem(
                "payload-too-large",
                HttpStatus.CONTENT_TOO_LARGE,
                "Payload too large",
                "The body is larger than %d bytes. Split the batch.".formatted(limitBytes));
    }

    public static Problem serviceUnavailable() {
        return problem(
                        "service-unavailable",
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Service unavailable",
                        "The weather service cannot be reached right now. Try again in %s s."
                                .formatted(RETRY_SOON_SECONDS))
                .with(HttpHeaders.RETRY_AFTER, RETRY_SOON_SECONDS);
    }

    public static Problem upstreamTimeout() {
        return problem(
                "upstream-timeout",
                HttpStatus.GATEWAY_TIMEOUT,
                "No answer in time",
                "The weather service did not answer in time.");
    }

    public static Problem badGateway() {
        return problem(
                "bad-gateway",
                HttpStatus.BAD_GATEWAY,
                "Bad gateway",
                "The weather service did not give a usable answer.");
    }

    public static Problem internalError() {
        return problem(
                "internal-error",
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Internal error",
                "Something went wrong on our side.");
    }

    /** The problem for a status that arrives without an explanation of its own; unknown ones have no type. */
    public static Problem ofStatus(int status) {
        return switch (HttpStatus.resolve(status)) {
            case NOT_FOUND -> notFound();
            case METHOD_NOT_ALLOWED ->
                problem(
                        "method-not-allowed",
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "Method not allowed",
                        "This path does not answer that method.");
            case NOT_ACCEPTABLE ->
                problem(
                        "not-acceptable",
                        HttpStatus.NOT_ACCEPTABLE,
                        "Not acceptable",
                        "Answers are application/json. Accept it.");
            case UNSUPPORTED_MEDIA_TYPE ->
                problem(
                        "unsupported-media-type",
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Unsupported media type",
                        "Send the body as application/json.");
            case CONTENT_TOO_LARGE ->
                problem(
                        "payload-too-large",
                        HttpStatus.CONTENT_TOO_LARGE,
                        "Payload too large",
                        "The body is too large. Split the batch.");
            case INTERNAL_SERVER_ERROR -> internalError();
            case BAD_GATEWAY -> badGateway();
            case SERVICE_UNAVAILABLE -> serviceUnavailable();
            case GATEWAY_TIMEOUT -> upstreamTimeout();
            case BAD_REQUEST ->
                problem(
                        "bad-request",
                        HttpStatus.BAD_REQUEST,
                        "Bad request",
                        "The request is not well-formed HTTP or has a malformed target. Percent-encode the query.");
            case null -> blank(status, "HTTP status " + status);
            case HttpStatus other -> blank(status, other.getReasonPhrase());
        };
    }

    private static Problem blank(int status, String title) {
        return new Problem("about:blank", title, status, title + ".", Map.of(), Map.of());
    }

    private static Problem problem(String slug, HttpStatus status, String title, String detail) {
        return new Problem(BASE + slug, title, status.value(), detail, Map.of(), Map.of());
    }
}
