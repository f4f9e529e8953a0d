package weather.kwangle.edge;

/** What became of a presented assertion. */
public sealed interface EdgeVerification {

    /** The edge said so, for now. */
    record Valid(EdgeAssertion assertion) implements EdgeVerification {}

    /** Not the edge's word, or no longer. The reason is for logs: a caller learns only that it was refused. */
    record Refused(Reason reason) implements EdgeVerification {}

    /** The first check that failed, in the order in which they are made. */
    enum Reason {
        /** Longer than {@link EdgeAssertion#MAX_LENGTH}. */
        TOO_LONG,
        /** Not three base64url parts, or the header is not a JSON object of a JWS. */
        MALFORMED,
        /** The header holds something else than {@code alg}, {@code kid} and {@code typ}: {@code crit}, {@code jku} … */
        UNEXPECTED_HEADER,
        /** {@code typ} is not {@code edge+jws}. */
        WRONG_TYPE,
        /** {@code alg} is not HS256. */
        WRONG_ALGORITHM,
        /** No key of that {@code kid}. */
        UNKNOWN_KEY,
        /** The signature does not fit. */
        WRONG_SIGNATURE,
        /** A claim is absent, of another JSON type or out of its range. */
        WRONG_CLAIM,
        /** {@code iss} is not {@code edge}. */
        WRONG_ISSUER,
        /** {@code aud} is not {@code edge-gateway}. */
        WRONG_AUDIENCE,
        /** {@code iat} is in the future. */
        NOT_YET_VALID,
        /** {@code exp} has passed. */
        EXPIRED
    }
}
