package weather.kwangle.authorizer.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import weather.kwangle.authorizer.policy.DocumentKind.Need;

/**
 * What is known of one document. Each attempt to read it makes the next state; nothing else does.
 *
 * @param good the last that could be used
 * @param refused what the source holds now, if that cannot be used
 * @param unsettled a change that was seen once, and may be half of one
 * @param away why the source cannot be read, if it cannot
 * @param readAt when the source last answered, whatever it held
 * @param askedAt when it was last asked
 * @param pause until it is to be asked again
 * @param <T> of the content
 */
record DeliveryState<T>(
        Optional<Good<T>> good,
        Optional<Refused> refused,
        Optional<Unsettled> unsettled,
        Optional<String> away,
        Optional<Instant> readAt,
        Instant askedAt,
        Duration pause) {
    /**
     * A changed file is taken once it has looked the same for so long: who writes in place may have written half, and half
     * a policy can be a valid one.
     */
    static final Duration SETTLING = Duration.ofSeconds(1);

    /** Pause while there is nothing to go on with. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    record Good<T>(T content, String version, Document document) {}

    /** @param why where and why it cannot be used */
    record Refused(Document document, String why) {}

    record Unsettled(Document document, Instant since) {}

    /** Nothing was read yet. */
    static <T> DeliveryState<T> initial() {
        return new DeliveryState<>(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.MIN,
                Duration.ZERO);
    }

    Optional<T> content() {
        return good.map(Good::content);
    }

    boolean wasNeverAsked() {
        return askedAt.equals(Instant.MIN);
    }

    /** A clock that has been put back makes it due too. */
    boolean isDueAt(Instant now) {
        return now.isBefore(askedAt) || !now.isBefore(askedAt.plus(pause));
    }

    /** After an attempt that got no answer. */
    DeliveryState<T> unreachable(DocumentKind<T> kind, String why, Instant now, Duration interval) {
        return new DeliveryState<>(
                good, refused, Optional.empty(), Optional.of(why), readAt, now, pause(kind, good, interval));
    }

    /** After an attempt that got a document. What did not change is not parsed again. */
    DeliveryState<T> delivered(
            DocumentKind<T> kind, DocumentSource source, Document document, Instant now, Duration interval) {
        if (good.isPresent() && good.get().document().hasTheBytesOf(document)) {
            return read(kind, good, Optional.empty(), now, interval);
        }
        if (refused.isPresent() && refused.get().document().hasTheBytesOf(document)) {
            return read(kind, good, refused, now, interval);
        }
        if (good.isPresent() && source.mayBeHalfWritten() && !isSettled(document, now)) {
            Unsettled change = unsettled
                    .filter(earlier -> earlier.document().hasTheBytesOf(document))
                    .orElseGet(() -> new Unsettled(document, now));
            Duration soon = SETTLING.compareTo(interval) < 0 ? SETTLING : interval;
            return new DeliveryState<>(
                    good, refused, Optional.of(change), Optional.empty(), Optional.of(now), now, soon);
        }
        try {
            T content = kind.read(source, document);
            Good<T> changed = new Good<>(content, kind.version().apply(content), document);
            return read(kind, Optional.of(changed), Optional.empty(), now, interval);
        } catch (UnusableDocumentException e) {
            Optional<Good<T>> kept = kind.outlivesBrokenContent() ? good : Optional.empty();
            return read(kind, kept, Optional.of(new Refused(document, String.valueOf(e.getMessage()))), now, interval);
        }
    }

    private boolean isSettled(Document document, Instant now) {
        return unsettled
                .filter(change -> change.document().hasTheBytesOf(document))
                .filter(change -> !now.isBefore(change.since().plus(SETTLING)))
                .isPresent();
    }

    private static <T> DeliveryState<T> read(
            DocumentKind<T> kind, Optional<Good<T>> good, Optional<Refused> refused, Instant now, Duration interval) {
        return new DeliveryState<>(
                good, refused, Optional.empty(), Optional.empty(), Optional.of(now), now, pause(kind, good, interval));
    }

    private static <T> Duration pause(DocumentKind<T> kind, Optional<Good<T>> good, Duration interval) {
        boolean isMissed = kind.need() != Need.OPTIONAL && good.isEmpty();
        return isMissed && RETRY_INTERVAL.compareTo(interval) < 0 ? RETRY_INTERVAL : interval;
    }
}
