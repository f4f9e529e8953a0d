package weather.kwangle.quota;

/**
 * How many permits an instance takes at once for a client, and how many it waits for when the rate is used up. Both
 * double while requests come faster than permits, and fall back when they do not: to what was used of the last lease, and
 * to 1 after a pause. A client of less than one request a second thus has a lease of 1 and loses nothing to its end.
 */
final class Demand {

    private long block = 1;
    private long patience = 1;
    private boolean refused;
    private long lastAsked;
    private boolean asked;

    /** A request came, whatever becomes of it. */
    void asked(Moment now) {
        if (asked && now.ticks() - lastAsked > Lease.NANOS) {
            block = 1;
            calm();
        }
        asked = true;
        lastAsked = now.ticks();
    }

    /** A lease is done with: used up, ended or put aside. */
    void learn(Lease lease, Moment now) {
        long age = now.ticks() - lease.start();
        if (age >= 2 * Lease.NANOS) {
            block = 1;
            calm();
        } else if (lease.left() > 0) {
            block = Math.max(1, lease.taken() - lease.left());
            calm();
        } else if (age < Lease.NANOS / 2) {
            block = Math.max(block, 2 * lease.taken());
        } else {
            block = lease.taken();
        }
    }

    /** A write may have taken its permits for nothing: the next one risks no more than it has to. */
    void lost() {
        block = 1;
    }

    /** The rate was found used up, which the first time may be a near miss. */
    void refused(Gcra rate) {
        if (refused) {
            patience = Math.min(2 * patience, Math.max(1, rate.burst() / 2));
        }
        refused = true;
    }

    private void calm() {
        patience = 1;
        refused = false;
    }

    /**
     * Permits to take at once: at most a second's worth and the burst.
     *
     * @param waiting requests that want one now
     */
    long block(Gcra rate, long waiting) {
        long most = Math.max(1, Math.min(rate.burst(), Lease.NANOS / rate.interval()));
        return Math.min(most, Math.max(block, waiting));
    }

    /** Permits that are worth a write after a refusal. */
    long patience(Gcra rate, long waiting) {
        return Math.min(patience, block(rate, waiting));
    }
}
