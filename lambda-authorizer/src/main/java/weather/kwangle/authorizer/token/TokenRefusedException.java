package weather.kwangle.authorizer.token;

/** Carries a refusal out of a check. It never leaves the package and has no stack trace: refusals are everyday. */
final class TokenRefusedException extends Exception {
    private final Refusal refusal;
    private final String detail;

    TokenRefusedException(Refusal refusal, String detail) {
        super(detail, null, false, false);
        this.refusal = refusal;
        this.detail = detail;
    }

    TokenVerification.Refused outcome() {
        return new TokenVerification.Refused(refusal, detail);
    }
}
