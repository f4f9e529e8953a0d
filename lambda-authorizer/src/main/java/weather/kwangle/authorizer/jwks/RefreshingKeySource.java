package weather.kwangle.authorizer.jwks;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.MetricName;
import weather.kwangle.authorizer.snapshot.Renewable;

/**
 * Keeps the last key set and decides when to ask for the next.
 *
 * <p>A set younger than {@link #REFRESH_AFTER} is used as it is; an older one is used while a new one is fetched behind
 * it, so that nobody waits; one older than {@link #KEEP_AT_MOST} is not used any more, whatever that costs. A new set
 * replaces the old one whole, so that a withdrawn key is forgotten.
 *
 * <p>A key id that is not in the set makes one fetch, because keys rotate. If the key was not in the new set either,
 * further unknown ids make no fetch for {@link #UNKNOWN_KEY_INTERVAL}: a flood of invented ids costs one. A failed fetch
 * is repeated after the same time, or after {@link #RETRY_INTERVAL} while there are no keys at all. All who need a fetch
 * share one.
 */
public final class RefreshingKeySource implements KeySource, Renewable {
    /** Age from which a new set is fetched in the background. */
    public static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    /** How long keys outlive the last fetch that worked: an outage is bridged, a withdrawn key not trusted for ever. */
    public static final Duration KEEP_AT_MOST = Duration.ofHours(1);
    /** At most one fetch in this time is caused by key ids that turn out to be unknown. */
    public static final Duration UNKNOWN_KEY_INTERVAL = Duration.ofSeconds(10);
    /** Pause after a failed fetch while there are no keys to go on with. */
    public static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);
    /** Limit for one fetch as a whole. */
    public static final Duration FETCH_TIMEOUT = Duration.ofSeconds(3);

    private final KeySetFetcher fetcher;
    private final Clock clock;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final Counter fetches = new Counter();
    private final Counter failures = new Counter();
    private volatile State state = State.empty();

    /** @param askedAt from before the fetch: nobody knows when within it the issuer looked, or how long we were asleep */
    private record KeySet(Map<String, VerificationKey> keys, Instant askedAt) {}

    private record Failure(String why, Instant at) {}

    /**
     * What the last fetch, or a forgetting, left behind; each leaves one of its own.
     *
     * @param keySet the last that was fetched
     * @param failure what went wrong since, empty after a fetch that worked
     * @param unknownKeyAt when a fetch for an unknown key last found nothing
     */
    private record State(Optional<KeySet> keySet, Optional<Failure> failure, Optional<Instant> unknownKeyAt) {
        static State empty() {
            return new State(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    RefreshingKeySource(KeySetFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** Keys from an HTTP address; redirects are not followed. */
    public static RefreshingKeySource http(URI uri, Clock clock) {
        return new RefreshingKeySource(new HttpKeySetFetcher(uri, FETCH_TIMEOUT), clock);
    }

    /** Starts a fetch without waiting for it, so that the first request finds keys. */
    public void prefetch() {
        refreshBehind(state);
    }

    /** Who comes late, with a state that has been replaced since, causes no further fetch. */
    private void refreshBehind(State seen) {
        if (refreshing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("jwks-refresh").start(() -> {
                try {
                    refresh(seen, Optional.empty());
                } finally {
                    refreshing.set(false);
                }
            });
        }
    }

    @Override
    public KeyLookup find(String keyId) {
        Instant now = clock.instant();
        State seen = state;
        Optional<KeySet> usable = usable(seen, now);
        if (usable.isEmpty()) {
            return failedWithin(RETRY_INTERVAL, seen, now)
                    ? unavailable(seen)
                    : answer(refresh(seen, Optional.of(keyId)), keyId);
        }
        if (isOld(usable.get(), now) && !failedWithin(UNKNOWN_KEY_INTERVAL, seen, now)) {
            refreshBehind(seen);
        }
        VerificationKey key = usable.get().keys().get(keyId);
        return key != null ? new KeyLookup.Found(key) : askForUnknown(seen, keyId, now);
    }

    private KeyLookup askForUnknown(State seen, String keyId, Instant now) {
        if (failedWithin(UNKNOWN_KEY_INTERVAL, seen, now)) {
            return unavailable(seen);
        }
        if (isWithin(UNKNOWN_KEY_INTERVAL, seen.unknownKeyAt(), now)) {
            return new KeyLookup.Unknown();
        }
        return answer(refresh(seen, Optional.of(keyId)), keyId);
    }

    private KeyLookup answer(State fetched, String keyId) {
        Optional<KeySet> usable = usable(fetched, clock.instant());
        VerificationKey key = usable.map(set -> set.keys().get(keyId)).orElse(null);
        if (key != null) {
            return new KeyLookup.Found(key);
        }
        return fetched.failure().isPresent() || usable.isEmpty() ? unavailable(fetched) : new KeyLookup.Unknown();
    }

    private static KeyLookup unavailable(State state) {
        return new KeyLookup.Unavailable(state.failure().map(Failure::why).orElse("no key set yet"));
    }

    /**
     * Fetches. Who had to wait for somebody else's fetch takes its outcome: the state has changed since.
     *
     * @param wanted the key that caused this
     */
    @SuppressWarnings("ReferenceEquality") // a fetch may leave what was there before, and is one nevertheless
    private synchronized State refresh(State seen, Optional<String> wanted) {
        if (state == seen) {
            state = fetched(seen, wanted);
        }
        return state;
    }

    /** Waits for a fetch that is under way; a later one does not know what this has forgotten. */
    @Override
    public synchronized void forget() {
        state = State.empty();
    }

    @Override
    public void renew() {
        refresh(state, Optional.empty()).failure().ifPresent(failure -> {
            throw new IllegalStateException(failure.why());
        });
    }

    /** Whole seconds since the key set in use was asked for; empty if there is none. */
    public OptionalLong age(Instant at) {
        Optional<KeySet> set = state.keySet();
        return set.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, age(set.get(), at).toSeconds()));
    }

    public Map<MetricName, Counter> counters() {
        return Map.of(MetricName.KEY_SET_FETCHES, fetches, MetricName.KEY_SET_FETCH_FAILURES, failures);
    }

    private State fetched(State before, Optional<String> wanted) {
        Instant now = clock.instant();
        try {
            Map<String, VerificationKey> keys = KeySetDocument.read(fetcher.fetch());
            fetches.increment();
            boolean stillUnknown = wanted.isPresent() && !keys.containsKey(wanted.get());
            return new State(
                    Optional.of(new KeySet(keys, now)),
                    Optional.empty(),
                    stillUnknown ? Optional.of(now) : before.unknownKeyAt());
        } catch (IOException e) {
            failures.increment();
            String why = "the key set cannot be fetched: " + e.getMessage();
            return new State(before.keySet(), Optional.of(new Failure(why, clock.instant())), before.unknownKeyAt());
        }
    }

    private static boolean failedWithin(Duration interval, State state, Instant now) {
        return isWithin(interval, state.failure().map(Failure::at), now);
    }

    private static boolean isWithin(Duration interval, Optional<Instant> since, Instant now) {
        return since.isPresent() && now.isBefore(since.get().plus(interval)) && !now.isBefore(since.get());
    }

    private static Optional<KeySet> usable(State state, Instant now) {
        return state.keySet().filter(set -> age(set, now).compareTo(KEEP_AT_MOST) < 0);
    }

    /** A clock that has been put back makes it old too. */
    private static boolean isOld(KeySet set, Instant now) {
        Duration age = age(set, now);
        return age.isNegative() || age.compareTo(REFRESH_AFTER) >= 0;
    }

    private static Duration age(KeySet set, Instant now) {
        return Duration.between(set.askedAt(), now);
    }
}
