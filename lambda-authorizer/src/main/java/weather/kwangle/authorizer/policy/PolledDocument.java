package weather.kwangle.authorizer.policy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import weather.kwangle.authorizer.policy.DocumentKind.Need;

/**
 * A document that is read again when somebody asks for it and the last reading has grown old. Lambda stops the clock of a
 * function between requests, so nothing here waits for a time to come.
 *
 * <p>One thread reads, behind the request that found the document due. That request waits for it, but with good content in
 * hand no longer than {@link #PATIENCE}, and not at all while the source is known to be away: a source that hangs costs one
 * request that much, once. All other requests go on with what there is, unless nobody has asked for so long that it may be
 * anything.
 *
 * @param <T> of the content
 */
final class PolledDocument<T> {
    /** A source on this machine answers within a few milliseconds. */
    static final Duration PATIENCE = Duration.ofMillis(200);

    /** With nothing to go on with. Longer than a reading that fails, so that the failure has a name. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);

    /** After this time without a request nobody knows whether the source is still away. */
    static final Duration FORGIVEN_AFTER = Duration.ofSeconds(30);

    private final DocumentKind<T> kind;
    private final DocumentSource source;
    private final Duration interval;
    private final AuditLog audit;
    private final Executor threads;
    private final Clock clock;
    private volatile DeliveryState<T> state = DeliveryState.initial();
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private int epoch;

    /**
     * @param interval between readings
     * @param threads where to read
     */
    PolledDocument(
            DocumentKind<T> kind,
            DocumentSource source,
            Duration interval,
            AuditLog audit,
            Executor threads,
            Clock clock) {
        this.kind = kind;
        this.source = source;
        this.interval = interval;
        this.audit = audit;
        this.threads = threads;
        this.clock = clock;
    }

    /** Whether a request has to {@link #begin}. */
    boolean isDue() {
        return state.isDueAt(clock.instant());
    }

    /** Begins a reading if that is due and none is under way. */
    synchronized Turn begin() {
        DeliveryState<T> seen = state;
        Instant now = clock.instant();
        if (!seen.isDueAt(now)) {
            return Turn.NONE;
        }
        boolean isOurs = reading.isDone();
        if (isOurs) {
            reading = CompletableFuture.runAsync(this::read, threads);
        }
        return new Turn(reading, patience(seen, now, isOurs));
    }

    private Duration patience(DeliveryState<T> seen, Instant now, boolean isOurs) {
        if (kind.need() == Need.OPTIONAL) {
            return Duration.ZERO;
        }
        if (seen.good().isEmpty() && kind.need() == Need.REQUIRED) {
            return FIRST_PATIENCE;
        }
        if (seen.away().isPresent() && now.isBefore(seen.askedAt().plus(FORGIVEN_AFTER))) {
            return Duration.ZERO;
        }
        if (seen.good().isEmpty()) {
            return FIRST_PATIENCE;
        }
        boolean isAfterAPause = !now.isBefore(seen.askedAt().plus(interval.multipliedBy(2)));
        return isOurs || isAfterAPause ? PATIENCE : Duration.ZERO;
    }

    /** The content to use. */
    Optional<T> content() {
        return state.content();
    }

    /** Why there is no content. */
    String whyNone() {
        DeliveryState<T> seen = state;
        return source.name() + ": "
                + seen.refused().map(DeliveryState.Refused::why).or(seen::away).orElse("no answer yet");
    }

    DocumentStatus status() {
        DeliveryState<T> seen = state;
        return new DocumentStatus(
                kind.name(),
                seen.good().map(DeliveryState.Good::version),
                seen.readAt().map(at -> Duration.between(at, clock.instant())),
                seen.refused().isPresent(),
                seen.away().isPresent());
    }

    /** Reads the document anew, however young the last reading is: one that is under way may have begun long ago. */
    synchronized CompletableFuture<Void> renew() {
        reading = reading.handle((_, _) -> null).thenRunAsync(this::read, threads);
        return reading;
    }

    /** Nothing that was read, or is being read, is used any more. */
    synchronized void forget() {
        epoch++;
        state = DeliveryState.initial();
        reading = CompletableFuture.completedFuture(null);
    }

    private void read() {
        int begun = epoch();
        DeliveryState<T> before = state;
        DeliveryState<T> after = attempt(before);
        if (isTaken(after, begun)) {
            audit.delivered(kind, source, before, after);
        }
    }

    private synchronized int epoch() {
        return epoch;
    }

    private synchronized boolean isTaken(DeliveryState<T> after, int begun) {
        if (epoch != begun) {
            return false;
        }
        state = after;
        return true;
    }

    private DeliveryState<T> attempt(DeliveryState<T> before) {
        try {
            Document document = source.read();
            return before.delivered(kind, source, document, clock.instant(), interval);
        } catch (IOException | RuntimeException e) {
            return before.unreachable(kind, String.valueOf(e.getMessage()), clock.instant(), interval);
        }
    }
}
