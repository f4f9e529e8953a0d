package weather.kwangle.authorizer.token;

/** Why a token is not believed, in the order in which the checks are made. */
public enum Refusal {
    /** No header {@code Authorization}. */
    NO_TOKEN,
    /** Several values of {@code Authorization} that differ. */
    SEVERAL_TOKENS,
    /** Not {@code Bearer}, one or more spaces and a token (RFC 6750 section 2.1). */
    NOT_BEARER,
    /** Longer than any token of the issuer. */
    TOO_LONG,
    /** Not three parts with dots between them (RFC 7515 section 7.1). */
    NOT_THREE_PARTS,
    /** A part is not base64url without padding (RFC 7515 section 2). */
    NOT_BASE64URL,
    /** The header is not one JSON object with each member once. */
    MALFORMED_HEADER,
    /** {@code crit} or {@code b64}: extensions that we do not understand must be refused (RFC 7515 section 4.1.11). */
    CRITICAL_EXTENSION,
    /** {@code alg} is not RS256 (RFC 8725 section 3.1). */
    WRONG_ALGORITHM,
    /** {@code kid} is absent or not text. */
    NO_KEY_ID,
    /** The issuer has no such key. */
    UNKNOWN_KEY,
    /** The signature does not fit. */
    WRONG_SIGNATURE,
    /** The payload is not one JSON object with each member once. */
    MALFORMED_PAYLOAD,
    /** A claim that is needed is absent. */
    MISSING_CLAIM,
    /** A claim has another JSON type or form. */
    WRONG_CLAIM_TYPE,
    /** {@code iss} is not the issuer. */
    WRONG_ISSUER,
    /** {@code token_use} is not {@code access}: an ID token proves nothing to an API. */
    NOT_AN_ACCESS_TOKEN,
    /** {@code exp} has passed. */
    EXPIRED,
    /** {@code nbf} is to come. */
    NOT_YET_VALID,
    /** {@code iat} is to come. */
    ISSUED_IN_THE_FUTURE,
    /** {@code aud} does not name this API, and the policy asks for it (RFC 7519 section 4.1.3, RFC 8707). */
    WRONG_AUDIENCE
}
