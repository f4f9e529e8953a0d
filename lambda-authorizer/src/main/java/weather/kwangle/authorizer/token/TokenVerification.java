package weather.kwangle.authorizer.token;

/** What became of a presented token. */
public sealed interface TokenVerification {

    /** It may be believed. */
    record Verified(VerifiedToken token) implements TokenVerification {}

    /**
     * It may not be believed, which is the caller's matter.
     *
     * @param refusal the first check that failed
     * @param detail what was wrong and what was expected, for logs; never a part of the signature or the token as a whole
     */
    record Refused(Refusal refusal, String detail) implements TokenVerification {}

    /**
     * Nobody knows, because the issuer's keys cannot be had. That is our failure, never the caller's.
     *
     * @param why for logs
     */
    record KeysUnavailable(String why) implements TokenVerification {}
}
