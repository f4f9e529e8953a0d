package weather.kwangle.forecast.problem;

import org.springframework.http.HttpHeaders;

/** The problems that more than one part of the service answers with. */
public final class Problems {
    private Problems() {}

    /**
     * A parameter is missing, malformed or unknown.
     *
     * @param expected what would be right, as a phrase: {@code a whole number from 1 to 14}
     */
    public static Problem invalidParameter(String parameter, String detail, String expected) {
        return Problem.of(ProblemKind.INVALID_PARAMETER, detail)
                .with("parameter", parameter)
                .with("expected", expected);
    }

    public static Problem notFound() {
        return Problem.of(ProblemKind.NOT_FOUND, "No operation of this API has that path. See the contract.");
    }

    /**
     * The path is known, the method is not.
     *
     * @param allowed the methods that the path has, as in the {@code Allow} field (RFC 9110, section 10.2.1)
     */
    public static Problem methodNotAllowed(String allowed) {
        return Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "This path answers " + allowed + " only.")
                .withHeader(HttpHeaders.ALLOW, allowed);
    }

    public static Problem notAcceptable() {
        return Problem.of(ProblemKind.NOT_ACCEPTABLE, "Answers are application/json. Accept it, or send no Accept.");
    }

    public static Problem unsupportedMediaType() {
        return Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.")
                .withHeader(HttpHeaders.ACCEPT, "application/json");
    }

    public static Problem payloadTooLarge(int limitBytes) {
        return Problem.of(
                ProblemKind.PAYLOAD_TOO_LARGE,
                "The body is larger than %d bytes. Split the batch.".formatted(limitBytes));
    }

    public static Problem requestTimeout() {
        return Problem.of(ProblemKind.REQUEST_TIMEOUT, "The request did not arrive in time. Send it again.");
    }

    /** The body ended before its length. Mostly there is nobody left to read this. */
    public static Problem brokenOff() {
        return Problem.of(ProblemKind.BAD_REQUEST, "The body broke off. Send it again.");
    }

    public static Problem internalError() {
        return Problem.of(ProblemKind.INTERNAL_ERROR, "Something went wrong on our side.");
    }

    /** More is asked at once than the service computes at once. */
    public static Problem busy() {
        return Problem.of(ProblemKind.SERVICE_UNAVAILABLE, "Too much is being asked at once. Try again in a second.")
                .withHeader(HttpHeaders.RETRY_AFTER, "1");
    }

    /** The problem for a status that the framework decided on before any of our code saw the request. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 406 -> notAcceptable();
            case 408 -> requestTimeout();
            case 413 -> Problem.of(ProblemKind.PAYLOAD_TOO_LARGE, "The request is too large. Split the batch.");
            case 415 -> unsupportedMediaType();
            case 503 -> busy();
            default ->
                status >= 400 && status < 500
                        ? Problem.of(
                                ProblemKind.BAD_REQUEST,
                                "The request is not well-formed HTTP or its target is malformed or too long."
                                        + " Percent-encode the query.")
                        : internalError();
        };
    }
}
