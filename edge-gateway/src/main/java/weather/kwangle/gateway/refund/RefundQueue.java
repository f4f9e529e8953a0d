package weather.kwangle.gateway.refund;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook.Settlement;
import weather.kwangle.quota.refund.RefundStore;

/**
 * Refunds that wait to be written, client by client, since a batch is of one account. A batch goes when it is full or its
 * first has waited a while, so that a client whose requests fail in a row costs one transaction and not many.
 *
 * <p>While the table is away pauses double up to a bound, and refunds wait as long as there is room and they are not too
 * old. What is given up is counted. Not safe for use by several threads at once.
 */
final class RefundQueue {
    /** How long the first of a batch waits for others. */
    static final Duration LINGER = Duration.ofSeconds(1);

    static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** How long a refund may wait for the table; the access log's function gives the edge's permits back even later. */
    static final Duration MAX_WAIT = Duration.ofHours(1);

    /** An account may hold too little only for now: permits granted while the table was away are counted afterwards. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(30);

    private final int capacity;
    private final Map<String, Deque<Waiting>> clients = new LinkedHashMap<>();
    private int size;
    private Instant quietUntil = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private long overflowed;
    private long outdated;
    private long beyond;

    /**
     * A refund in the queue.
     *
     * @param since when it was offered
     * @param notBefore when it may go
     * @param looked whether the account was found to hold too little for it once already
     */
    record Waiting(Refund refund, Instant since, Instant notBefore, boolean looked) {}

    /** What to write in one go, of one client. */
    record Batch(String clientId, List<Waiting> entries) {
        Batch {
            entries = List.copyOf(entries);
        }

        List<Refund> refunds() {
            return entries.stream().map(Waiting::refund).toList();
        }
    }

    /**
     * Refunds given up.
     *
     * @param overflowed for want of room
     * @param outdated because the table was away for too long
     * @param beyond because the account does not hold as much
     */
    record GivenUp(long overflowed, long outdated, long beyond) {
        static final GivenUp NONE = new GivenUp(0, 0, 0);
    }

    /** @param capacity how many refunds may wait, of all clients together */
    RefundQueue(int capacity) {
        this.capacity = capacity;
    }

    void offer(String clientId, Refund refund, Instant now) {
        if (size >= capacity) {
            overflowed++;
            return;
        }
        append(clientId, new Waiting(refund, now, now, false));
    }

    /** What is due now. It has left the queue until {@link #settled} or {@link #failed} says what became of it. */
    Optional<Batch> next(Instant now) {
        return now.isBefore(quietUntil) ? Optional.empty() : take(now, false);
    }

    /** What is left, due or not: there will be no later. */
    Optional<Batch> last(Instant now) {
        return take(now, true);
    }

    private Optional<Batch> take(Instant now, boolean all) {
        for (Map.Entry<String, Deque<Waiting>> client : clients.entrySet()) {
            var ready = new ArrayList<Waiting>();
            var others = new ArrayDeque<Waiting>();
            for (Waiting waiting : client.getValue()) {
                boolean goes = ready.size() < RefundStore.MAX_REFUNDS
                        && (all || !waiting.notBefore().isAfter(now));
                (goes ? ready : others).add(waiting);
            }
            if (!ready.isEmpty() && (all || isDue(ready, now))) {
                keep(client.getKey(), others);
                size -= ready.size();
                return Optional.of(new Batch(client.getKey(), ready));
            }
        }
        return Optional.empty();
    }

    private void keep(String clientId, Deque<Waiting> others) {
        if (others.isEmpty()) {
            clients.remove(clientId);
        } else {
            clients.put(clientId, others);
        }
    }

    private static boolean isDue(List<Waiting> ready, Instant now) {
        return ready.size() == RefundStore.MAX_REFUNDS
                || ready.stream()
                        .anyMatch(waiting -> !waiting.since().plus(LINGER).isAfter(now));
    }

    /** The batch was written, as far as it could be. */
    void settled(Batch batch, Settlement settlement, Instant now) {
        pause = FIRST_PAUSE;
        quietUntil = Instant.MIN;
        outdated += settlement.late().size();
        Set<Refund> tooMuch = new HashSet<>(settlement.beyond());
        for (Waiting waiting : batch.entries()) {
            if (!tooMuch.contains(waiting.refund())) {
                continue;
            }
            if (waiting.looked()) {
                beyond++;
            } else {
                append(batch.clientId(), new Waiting(waiting.refund(), waiting.since(), now.plus(SECOND_LOOK), true));
            }
        }
    }

    /** Nobody knows whether the batch was written: it is to be tried again, after a pause and after the other clients'. */
    void failed(Batch batch, Instant now) {
        quietUntil = now.plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        putBack(batch, now, now);
    }

    /** Somebody else was writing to the batch's account: it is tried again a little later, and no other client waits for it. */
    void busy(Batch batch, Instant now) {
        putBack(batch, now.plus(LINGER), now);
    }

    private void putBack(Batch batch, Instant notBefore, Instant now) {
        Deque<Waiting> others = clients.remove(batch.clientId());
        for (Waiting waiting : batch.entries()) {
            if (waiting.since().plus(MAX_WAIT).isAfter(now)) {
                append(batch.clientId(), new Waiting(waiting.refund(), waiting.since(), notBefore, waiting.looked()));
            } else {
                outdated++;
            }
        }
        if (others != null) {
            clients.computeIfAbsent(batch.clientId(), id -> new ArrayDeque<>()).addAll(others);
        }
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** What was given up since this was asked last. */
    GivenUp givenUp() {
        var report = new GivenUp(overflowed, outdated, beyond);
        overflowed = 0;
        outdated = 0;
        beyond = 0;
        return report;
    }

    private void append(String clientId, Waiting waiting) {
        clients.computeIfAbsent(clientId, id -> new ArrayDeque<>()).add(waiting);
        size++;
    }
}
