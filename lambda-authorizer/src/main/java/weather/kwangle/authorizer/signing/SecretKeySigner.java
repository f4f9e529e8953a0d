package weather.kwangle.authorizer.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import weather.kwangle.authorizer.snapshot.Renewable;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;

/**
 * Signs with the first key of a stored secret. The secret is read again after {@link #REFRESH_AFTER}; while that fails, the
 * known key is used up to {@link EdgeKeys#CACHE_AT_MOST}.
 */
public final class SecretKeySigner implements AssertionSigner, Renewable {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(1);

    /** Pause after a read that failed, while there is a key to go on with; without one each request asks. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

    private final SecretStore store;
    private final Clock clock;
    private volatile Optional<Reading> last = Optional.empty();
    private Optional<Instant> failedAt = Optional.empty();

    private record Reading(EdgeAssertionSigner signer, Instant at) {
        boolean isYoungerThan(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }
    }

    public SecretKeySigner(SecretStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String sign(EdgeAssertion assertion) {
        return signer().sign(assertion);
    }

    @Override
    public void requireKey() {
        var _ = signer();
    }

    @Override
    public synchronized void forget() {
        last = Optional.empty();
        failedAt = Optional.empty();
    }

    @Override
    public void renew() {
        refreshed();
    }

    private EdgeAssertionSigner signer() {
        Instant now = clock.instant();
        Optional<Reading> known = last;
        return known.isPresent() && known.get().isYoungerThan(REFRESH_AFTER, now)
                ? known.get().signer()
                : refreshed();
    }

    /** One reads, the others wait and find the outcome. */
    private synchronized EdgeAssertionSigner refreshed() {
        Instant now = clock.instant();
        Optional<Reading> usable = last.filter(reading -> reading.isYoungerThan(EdgeKeys.CACHE_AT_MOST, now));
        boolean isFresh = usable.isPresent() && usable.get().isYoungerThan(REFRESH_AFTER, now);
        boolean justFailed = failedAt.isPresent() && now.isBefore(failedAt.get().plus(RETRY_INTERVAL));
        if (usable.isPresent() && (isFresh || justFailed)) {
            return usable.get().signer();
        }
        try {
            Reading reading = new Reading(new EdgeAssertionSigner(keys()), now);
            last = Optional.of(reading);
            failedAt = Optional.empty();
            return reading.signer();
        } catch (SigningKeyUnavailableException e) {
            failedAt = Optional.of(now);
            if (usable.isPresent()) {
                return usable.get().signer();
            }
            throw e;
        }
    }

    private EdgeKeys keys() {
        try {
            return EdgeKeys.parseSecret(store.read());
        } catch (IllegalArgumentException e) {
            throw new SigningKeyUnavailableException(
                    "the secret with the edge keys is malformed: " + e.getMessage(), e);
        }
    }
}
