package weather.kwangle.quota;

/**
 * The generic cell rate algorithm in its virtual scheduling form (ITU-T I.371, annex A), in nanoseconds since the epoch.
 *
 * <p>The whole state is one number, the theoretical arrival time {@code tat}: the moment at which everything admitted so
 * far has been paid off at the sustained rate. A request moves it on by the {@code interval}. It may run ahead of the
 * clock by {@code burst} intervals, so in any time {@code w} at most {@code burst + w / interval} are admitted:
 * {@code tat} is at least the clock when the time begins, each permit adds an interval, and in the end it is at most
 * {@code burst * interval} ahead.
 *
 * @param interval nanoseconds between two permits at the sustained rate, rounded up, so that rounding never adds a permit
 * @param burst permits that may come at once after a pause
 */
record Gcra(long interval, long burst) {

    private static final double NANOS_PER_SECOND = 1e9;

    static Gcra of(double ratePerSecond, long burst) {
        return new Gcra((long) Math.ceil(NANOS_PER_SECOND / ratePerSecond), burst);
    }

    /** How far {@code permits} move {@code tat} on. */
    long cost(long permits) {
        return Math.multiplyExact(interval, permits);
    }

    /** The latest {@code tat} at which {@code permits} still fit; below {@code now} if they exceed the burst. */
    long latest(long now, long permits) {
        return now + cost(burst) - cost(permits);
    }

    boolean admits(long tat, long now, long permits) {
        return Math.max(tat, now) <= latest(now, permits);
    }

    /** Permits that fit now, 0 to {@code burst}. */
    long remaining(long tat, long now) {
        return Math.max(0, (cost(burst) - backlog(tat, now)) / interval);
    }

    /** Nanoseconds until {@link #remaining} grows by one; 0 when the burst is whole. */
    long untilNext(long tat, long now) {
        long backlog = backlog(tat, now);
        return backlog == 0 ? 0 : backlog - cost(burst - remaining(tat, now) - 1);
    }

    /** Nanoseconds in which the whole burst comes back. */
    long window() {
        return cost(burst);
    }

    private static long backlog(long tat, long now) {
        return Math.max(0, tat - now);
    }
}
