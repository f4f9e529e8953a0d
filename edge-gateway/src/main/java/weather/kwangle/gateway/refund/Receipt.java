package weather.kwangle.gateway.refund;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import weather.kwangle.quota.refund.Refund;

/**
 * What one request has taken so far. When the request ends it is paid, or all of it goes back; what is taken only after
 * that, because a caller left while we were asking the table, is treated the same way.
 */
public final class Receipt {
    private static final String ATTRIBUTE = Receipt.class.getName();

    private final Refunds refunds;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Refund> back = new HashSet<>();
    private @Nullable Boolean paid;

    private record Entry(String clientId, Refund refund) {}

    Receipt(Refunds refunds) {
        this.refunds = refunds;
    }

    static Receipt open(ServerWebExchange exchange, Refunds refunds) {
        var receipt = new Receipt(refunds);
        exchange.getAttributes().put(ATTRIBUTE, receipt);
        return receipt;
    }

    /** The receipt of a request; empty for those that take nothing, the probes. */
    public static Optional<Receipt> of(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    /** Something was taken, and this would give it back. */
    public void took(String clientId, Refund refund) {
        synchronized (this) {
            if (back.contains(refund)) {
                return;
            }
            if (paid == null) {
                entries.add(new Entry(clientId, refund));
                return;
            }
            if (paid) {
                return;
            }
        }
        refunds.offer(clientId, refund);
    }

    /** That much went back already, and is not to be given again when the request ends. */
    public synchronized void gaveBack(Refund refund) {
        back.add(refund);
    }

    /** The request is over. Only the first end counts. */
    void end(boolean answerIsPaidFor) {
        List<Entry> due;
        synchronized (this) {
            if (paid != null) {
                return;
            }
            paid = answerIsPaidFor;
            due = answerIsPaidFor ? List.of() : List.copyOf(entries);
            entries.clear();
        }
        due.forEach(entry -> refunds.offer(entry.clientId(), entry.refund()));
    }
}
