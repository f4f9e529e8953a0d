package weather.kwangle.operations.refund;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;
import weather.kwangle.quota.refund.RefundBook.Settlement;

/**
 * Refunds for the lines of an access log. The gateway has refunded what it saw fail, and the book gives each request's permit
 * once, so nobody needs to know who saw what.
 */
public final class AccessLogRefunds {
    private final RefundBook book;

    public AccessLogRefunds(RefundBook book) {
        this.book = book;
    }

    /**
     * What became of the lines.
     *
     * @param lines how many there were
     * @param given refunds given now
     * @param repeated refunds given before, by the gateway or an earlier try
     * @param beyond refunds for which the account holds too little
     * @param late refunds of a day too long ago
     * @param unreadable lines passed over, by reason
     * @param failure why some of the refunds are to be tried again; empty if none is
     */
    public record Outcome(
            int lines,
            int given,
            int repeated,
            int beyond,
            int late,
            Map<String, Integer> unreadable,
            Optional<LedgerUnavailableException> failure) {
        public Outcome {
            unreadable = Map.copyOf(unreadable);
        }
    }

    /** Gives what is due. One client's failure keeps no other from its refunds. */
    public Outcome refund(List<String> lines) {
        Map<String, List<Refund>> due = new LinkedHashMap<>();
        Map<String, Integer> unreadable = new TreeMap<>();
        for (String line : lines) {
            switch (AccessLogLine.of(line)) {
                case AccessLogLine.Due(String clientId, Refund refund) ->
                    due.computeIfAbsent(clientId, id -> new ArrayList<>()).add(refund);
                case AccessLogLine.Settled() -> {}
                case AccessLogLine.Unreadable(String why) -> unreadable.merge(why, 1, Integer::sum);
            }
        }
        int given = 0;
        int repeated = 0;
        int beyond = 0;
        int late = 0;
        Optional<LedgerUnavailableException> failure = Optional.empty();
        for (Map.Entry<String, List<Refund>> client : due.entrySet()) {
            try {
                Settlement settlement = book.refund(client.getKey(), client.getValue());
                given += settlement.given().size();
                repeated += settlement.repeated().size();
                beyond += settlement.beyond().size();
                late += settlement.late().size();
            } catch (LedgerUnavailableException e) {
                failure = Optional.of(e);
            }
        }
        return new Outcome(lines.size(), given, repeated, beyond, late, unreadable, failure);
    }
}
