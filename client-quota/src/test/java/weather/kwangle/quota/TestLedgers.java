package weather.kwangle.quota;

import java.time.Clock;
import java.util.random.RandomGenerator;

/** Ledgers whose every step a test can tell beforehand. */
public final class TestLedgers {

    private TestLedgers() {}

    /** A ledger that adds nothing by chance to what it waits for. */
    public static LeaseLedger steady(LedgerStore store, TestClock clock) {
        return steady(store, clock, clock);
    }

    /** The same, with somebody who is told of grace. */
    static LeaseLedger steady(LedgerStore store, TestClock clock, GraceListener listener) {
        return new LeaseLedger(store, clock, clock::ticks, () -> 0, listener);
    }

    /** The same on a machine whose clock on the wall is another one. */
    public static LeaseLedger steady(LedgerStore store, Clock wall, TestClock clock) {
        RandomGenerator none = () -> 0;
        return new LeaseLedger(store, wall, clock::ticks, none);
    }
}
