package weather.kwangle.quota.refund;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;

/** Counters and markers in memory; counts the attempts. */
public final class InMemoryRefundStore implements RefundStore {

    private final Map<String, Account> accounts = new HashMap<>();
    private final Set<Refund.Claim> markers = new HashSet<>();
    private int attempts;

    /** As if the ledger had admitted requests of the client on that day. */
    public synchronized void take(String clientId, LocalDate day, long permits) {
        add(clientId, Map.of(CalendarWindow.dayOf(day), permits, CalendarWindow.monthOf(day), permits));
    }

    public synchronized Account account(String clientId) {
        return accounts.getOrDefault(clientId, Account.EMPTY);
    }

    synchronized int attempts() {
        return attempts;
    }

    @Override
    public synchronized Attempt give(String clientId, LocalDate day, List<Refund> refunds, Instant keepUntil) {
        attempts++;
        List<Refund.Claim> claims = refunds.stream().map(Refund::claim).toList();
        Set<Refund.Claim> known = claims.stream().filter(markers::contains).collect(Collectors.toSet());
        if (!known.isEmpty()) {
            return new Attempt.Known(known);
        }
        Account account = account(clientId);
        long available = Math.min(account.taken(CalendarWindow.dayOf(day)), account.taken(CalendarWindow.monthOf(day)));
        long permits = refunds.stream().mapToLong(Refund::permits).sum();
        if (permits > available) {
            return new Attempt.TooLittle(available);
        }
        markers.addAll(claims);
        add(
                clientId,
                Map.of(
                        CalendarWindow.dayOf(day), -permits,
                        CalendarWindow.monthOf(day), -permits,
                        CalendarWindow.refundsOf(day), permits));
        return new Attempt.Given();
    }

    private void add(String clientId, Map<CalendarWindow, Long> changes) {
        var numbers = new HashMap<>(account(clientId).numbers());
        changes.forEach((window, change) -> numbers.merge(window.attribute(), change, Long::sum));
        accounts.put(clientId, new Account(numbers));
    }
}
