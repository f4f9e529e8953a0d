package weather.kwangle.quota;

import java.time.Duration;

/**
 * Permits that one write took and that one instance hands out, for at most a second after the write was sent and within
 * the day they were counted in. Not safe for use by several threads.
 */
final class Lease {

    static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final Limits limits;
    private final CalendarWindow day;
    private final long taken;
    private final long start;
    private long left;

    /** @param start the ticks at which the write was sent, which is before it counted */
    Lease(Limits limits, CalendarWindow day, long permits, long start) {
        this.limits = limits;
        this.day = day;
        this.taken = permits;
        this.start = start;
        this.left = permits;
    }

    /** Hands out one permit, unless none is left, the lease has ended or it was taken for something else. */
    boolean take(Moment now, Terms terms, Limits asked) {
        if (left == 0 || !now.before(start + NANOS) || !day.equals(terms.day()) || !limits.equals(asked)) {
            return false;
        }
        left--;
        return true;
    }

    CalendarWindow day() {
        return day;
    }

    long left() {
        return left;
    }

    long taken() {
        return taken;
    }

    long start() {
        return start;
    }
}
