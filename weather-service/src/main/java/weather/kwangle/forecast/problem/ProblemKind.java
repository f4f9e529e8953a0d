package weather.kwangle.forecast.problem;

/** Every problem that the service can answer with: its type, its title and its HTTP status, each written once. */
public enum ProblemKind {
    INVALID_PARAMETER(400, "invalid-parameter", "Invalid parameter"),
    INVALID_BODY(400, "invalid-body", "Invalid request body"),
    /** The request is not HTTP as we read it: a malformed target, a header without end. */
    BAD_REQUEST(400, "bad-request", "Bad request"),
    NOT_FOUND(404, "not-found", "Not found"),
    PLACE_NOT_FOUND(404, "place-not-found", "No such place"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method not allowed"),
    NOT_ACCEPTABLE(406, "not-acceptable", "Not acceptable"),
    REQUEST_TIMEOUT(408, "request-timeout", "Request not sent in time"),
    PAYLOAD_TOO_LARGE(413, "payload-too-large", "Payload too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported media type"),
    AMBIGUOUS_PLACE(422, "ambiguous-place", "Several places have this name"),
    INTERNAL_ERROR(500, "internal-error", "Internal error"),
    SERVICE_UNAVAILABLE(503, "service-unavailable", "Service unavailable");

    private static final String BASE = "https://api.kwangle.weather/problems/";

    private final int status;
    private final String slug;
    private final String title;

    ProblemKind(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    int status() {
        return status;
    }

    String type() {
        return BASE + slug;
    }

    String title() {
        return title;
    }
}
