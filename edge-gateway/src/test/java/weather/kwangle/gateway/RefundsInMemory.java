package weather.kwangle.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.refund.AccountBusyException;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;

/** A book that gives whatever it is asked for, and can be away. */
final class RefundsInMemory implements RefundBook {
    private final BlockingQueue<Entry> given = new LinkedBlockingQueue<>();
    private final Semaphore calls = new Semaphore(0);
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean away;

    record Entry(String clientId, Refund refund) {}

    @Override
    public Settlement refund(String clientId, List<Refund> refunds) {
        calls.release();
        if (away) {
            throw new LedgerUnavailableException("the table is away");
        }
        if (busy.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
            throw new AccountBusyException("somebody else is writing");
        }
        refunds.forEach(refund -> given.add(new Entry(clientId, refund)));
        return new Settlement(refunds, List.of(), List.of(), List.of());
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** The next so many calls meet another writer. */
    void busy(int calls) {
        busy.set(calls);
    }

    /** Waits until it was asked that often since the last reset, answered or not. */
    void awaitCalls(int count) throws InterruptedException {
        if (!calls.tryAcquire(count, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("fewer than " + count + " calls within 10 s");
        }
    }

    /** The next refund, as soon as it is written. */
    Entry next() throws InterruptedException {
        Entry entry = given.poll(10, TimeUnit.SECONDS);
        if (entry == null) {
            throw new AssertionError("no refund within 10 s");
        }
        return entry;
    }

    /** What is written and was not asked for yet. */
    List<Entry> rest() {
        var rest = new ArrayList<Entry>();
        given.drainTo(rest);
        return rest;
    }

    void reset() {
        away = false;
        busy.set(0);
        given.clear();
        calls.drainPermits();
    }
}
