package weather.kwangle.quota;

import java.util.random.RandomGenerator;
import weather.kwangle.quota.Terms.Standing;

/**
 * How a client stands at one instance: what its account said last, what the instance holds of that, and what it owes. Shared
 * by all that is written for the client. Not safe for use by several threads.
 */
final class Position {

    /** Attempts of one write: each was overtaken by another instance's. */
    static final int MAX_WRITES = 4;

    private final String clientId;
    final Breaker breaker;
    final Tally tally;
    final AccountMemory memory;
    final Demand demand = new Demand();
    final Holdings holdings;
    final Grace grace = new Grace();

    /**
     * @param clientId for messages
     * @param breaker shared by the clients of an instance
     * @param tally the same
     * @param random spreads what instances would otherwise do at the same time
     */
    Position(String clientId, Breaker breaker, Tally tally, RandomGenerator random) {
        this.clientId = clientId;
        this.breaker = breaker;
        this.tally = tally;
        this.memory = new AccountMemory(random);
        this.holdings = new Holdings(demand, tally);
    }

    /** The account less what this instance holds of it, and with what it owes. */
    Standing standing(Terms terms) {
        Standing written = terms.standing(memory.account());
        long inHand = holdings.inHand();
        long back = inHand + holdings.leftover() - grace.debt(terms.day());
        return new Standing(written.tat() - terms.rate().cost(inHand), written.day(), written.month()).withBack(back);
    }

    /** The store answered. */
    void answered() {
        breaker.answered();
        grace.answered();
    }

    /** How a charge of that meter is made, by what is known of it. */
    Charge.Form form(String meter, Gcra rate, Moment now, long permits) {
        return memory.account().tat(meter) > now.nanos()
                ? new Charge.Form.Busy(meter, now.nanos(), rate.latest(now.nanos(), permits), rate.cost(permits))
                : new Charge.Form.Idle(meter, now.nanos(), rate.cost(permits));
    }

    LedgerUnavailableException contradiction() {
        return new LedgerUnavailableException("the account of " + clientId
                + " refused a charge that it had room for; something is wrong with the table");
    }

    LedgerUnavailableException overtaken() {
        return new LedgerUnavailableException(
                "the account of " + clientId + " changed between each of " + MAX_WRITES + " charges");
    }

    static LedgerUnavailableException tooSlow() {
        return new LedgerUnavailableException("the table answers too slowly");
    }

    static LedgerUnavailableException away() {
        return new LedgerUnavailableException("the table did not answer lately; it is tried again within a second");
    }
}
