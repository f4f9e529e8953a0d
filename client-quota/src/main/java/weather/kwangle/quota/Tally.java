package weather.kwangle.quota;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link LedgerStats}. */
final class Tally {

    final LongAdder writes = new LongAdder();
    final LongAdder refusedWrites = new LongAdder();
    final LongAdder reserved = new LongAdder();
    final LongAdder admitted = new LongAdder();
    final LongAdder givenBack = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder grace = new LongAdder();
    final LongAdder booked = new LongAdder();

    void clear() {
        List.of(writes, refusedWrites, reserved, admitted, givenBack, dropped, lost, grace, booked)
                .forEach(LongAdder::reset);
    }

    LedgerStats snapshot() {
        return new LedgerStats(
                writes.sum(),
                refusedWrites.sum(),
                reserved.sum(),
                admitted.sum(),
                givenBack.sum(),
                dropped.sum(),
                lost.sum(),
                grace.sum(),
                booked.sum());
    }
}
