package weather.kwangle.gateway.usage;

import java.util.List;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;

/**
 * A client's account as {@code GET /usage} shows it.
 *
 * @param client the app client
 * @param plan its plan
 * @param limits its rate, day and month, as far as the plan has them
 */
public record Usage(String client, String plan, List<Account> limits) {
    private static final String OWN_LIMIT = "usage";

    public Usage {
        limits = List.copyOf(limits);
    }

    /**
     * One limit.
     *
     * @param name {@code rate}, {@code day} or {@code month}
     * @param quota permits of a full window
     * @param windowSeconds length of the window
     * @param used permits gone, 0 to quota
     * @param remaining permits left
     * @param resetSeconds seconds until permits come back
     */
    public record Account(String name, long quota, long windowSeconds, long used, long remaining, long resetSeconds) {}

    static Usage of(EdgeAssertion assertion) {
        List<Account> accounts = assertion.limits().stream()
                .filter(limit -> !limit.name().equals(OWN_LIMIT))
                .map(Usage::account)
                .toList();
        return new Usage(assertion.client(), assertion.plan(), accounts);
    }

    private static Account account(Limit limit) {
        return new Account(
                limit.name(),
                limit.quota(),
                limit.windowSeconds(),
                Math.max(0, limit.quota() - limit.remaining()),
                limit.remaining(),
                limit.resetSeconds());
    }
}
