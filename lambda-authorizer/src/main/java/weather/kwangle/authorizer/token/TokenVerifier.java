package weather.kwangle.authorizer.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.jwks.KeyLookup;
import weather.kwangle.authorizer.jwks.KeySource;
import weather.kwangle.authorizer.jwks.VerificationKey;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.MetricName;
import weather.kwangle.authorizer.snapshot.Renewable;
import weather.kwangle.authorizer.token.TokenVerification.KeysUnavailable;
import weather.kwangle.authorizer.token.TokenVerification.Verified;
import weather.kwangle.quota.RecentMap;

/**
 * Believes a Cognito access token only when every check holds: RFC 7515 and RFC 8725 for the signature, Cognito's claims
 * (Amazon Cognito developer guide, "Using the access token") for the rest. Form is checked before the signature, which
 * costs little; claims only after it. Safe for use by many threads.
 *
 * <p>Verified tokens are remembered by their exact text until {@code exp}, and only while the issuer still has the key.
 */
public final class TokenVerifier implements Renewable {
    /** The most that clocks may be apart. */
    public static final Duration MAX_LEEWAY = Duration.ofSeconds(60);

    /** About 1 KB each. */
    private static final int REMEMBERED_TOKENS = 4096;

    private final String issuer;
    private final Duration leeway;
    private final KeySource keys;
    private final Clock clock;
    private final RecentMap<String, Remembered> remembered = new RecentMap<>(REMEMBERED_TOKENS);
    private final SharedClaims shared = new SharedClaims();
    private final Counter hits = new Counter();
    private final Counter misses = new Counter();

    private record Remembered(VerifiedToken token, VerificationKey key) {}

    /**
     * @param issuer the only {@code iss} that is believed, compared character by character
     * @param leeway how far the issuer's clock may be from ours, from zero to {@link #MAX_LEEWAY}
     * @throws IllegalArgumentException if the leeway is out of range
     */
    public TokenVerifier(String issuer, Duration leeway, KeySource keys, Clock clock) {
        if (leeway.isNegative() || leeway.compareTo(MAX_LEEWAY) > 0) {
            throw new IllegalArgumentException("the leeway is " + leeway + ", expected PT0S to " + MAX_LEEWAY);
        }
        this.issuer = issuer;
        this.leeway = leeway;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Checks the token of a request. Never throws for what a caller sent.
     *
     * @param authorization all values of the header {@code Authorization}
     * @param audience what the token has to be for, if that is asked: now, whatever was asked when it was remembered
     */
    public TokenVerification verify(List<String> authorization, Optional<String> audience) {
        try {
            String token = BearerToken.of(authorization);
            Optional<TokenVerification> known = recall(token);
            (known.isPresent() ? hits : misses).increment();
            TokenVerification verification = known.isPresent() ? known.get() : check(token);
            if (audience.isPresent() && verification instanceof Verified(VerifiedToken verified)) {
                requireAudience(verified, audience.get());
            }
            return verification;
        } catch (TokenRefusedException e) {
            return e.outcome();
        }
    }

    /** Every token is verified anew. */
    @Override
    public void forget() {
        remembered.clear();
        shared.forget();
    }

    public Map<MetricName, Counter> counters() {
        return Map.of(MetricName.TOKEN_CACHE_HITS, hits, MetricName.TOKEN_CACHE_MISSES, misses);
    }

    private Optional<TokenVerification> recall(String token) {
        return remembered
                .get(token)
                .filter(entry -> clock.instant().isBefore(entry.token().expiresAt()))
                .filter(entry -> keys.find(entry.key().id()) instanceof KeyLookup.Found(VerificationKey current)
                        && current.equals(entry.key()))
                .map(entry -> new Verified(entry.token()));
    }

    private TokenVerification check(String token) throws TokenRefusedException {
        CompactToken compact = CompactToken.parse(token);
        return switch (keys.find(compact.keyId())) {
            case KeyLookup.Unavailable(String why) -> new KeysUnavailable(why);
            case KeyLookup.Unknown() ->
                throw new TokenRefusedException(Refusal.UNKNOWN_KEY, "the issuer has no key of this kid");
            case KeyLookup.Found(VerificationKey key) -> {
                requireSignature(compact, key);
                VerifiedToken verified = believed(compact.claims());
                remembered.put(token, new Remembered(verified, key));
                yield new Verified(verified);
            }
        };
    }

    private static void requireSignature(CompactToken compact, VerificationKey key) throws TokenRefusedException {
        if (!key.verifies(compact.signedText(), compact.signature())) {
            throw new TokenRefusedException(Refusal.WRONG_SIGNATURE, "the signature does not fit key and text");
        }
    }

    private VerifiedToken believed(Claims claims) throws TokenRefusedException {
        if (!issuer.equals(claims.text("iss"))) {
            throw new TokenRefusedException(Refusal.WRONG_ISSUER, "iss is not " + issuer);
        }
        if (!"access".equals(claims.text("token_use"))) {
            throw new TokenRefusedException(Refusal.NOT_AN_ACCESS_TOKEN, "token_use is not access");
        }
        Instant expiresAt = claims.time("exp");
        requireTimes(claims.time("iat"), claims.optionalTime("nbf"), expiresAt);
        claims.requireTextIfPresent("sub", "jti", "username");
        return new VerifiedToken(
                claims.clientId(shared), claims.scopes(shared), claims.groups(), claims.audiences(), expiresAt);
    }

    /** Compared character by character (RFC 7519 sections 2 and 4.1.3): a URI in another writing is another. */
    private static void requireAudience(VerifiedToken token, String audience) throws TokenRefusedException {
        if (!token.audiences().contains(audience)) {
            throw new TokenRefusedException(Refusal.WRONG_AUDIENCE, "aud does not name " + audience);
        }
    }

    private void requireTimes(Instant issuedAt, Optional<Instant> notBefore, Instant expiresAt)
            throws TokenRefusedException {
        Instant now = clock.instant();
        if (!now.isBefore(expiresAt.plus(leeway))) {
            throw new TokenRefusedException(Refusal.EXPIRED, "exp was " + expiresAt + ", now is " + now);
        }
        Instant latest = now.plus(leeway);
        if (notBefore.isPresent() && notBefore.get().isAfter(latest)) {
            throw new TokenRefusedException(Refusal.NOT_YET_VALID, "nbf is " + notBefore.get() + ", now is " + now);
        }
        if (issuedAt.isAfter(latest)) {
            throw new TokenRefusedException(Refusal.ISSUED_IN_THE_FUTURE, "iat is " + issuedAt + ", now is " + now);
        }
    }
}
