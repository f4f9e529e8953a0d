package weather.kwangle.quota.refund;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import weather.kwangle.quota.refund.RefundStore.Attempt;

/**
 * Refunds in as few atomic attempts as possible. An attempt either gives all and leaves a marker for each, or says which
 * markers are in its way; those are left out and the others tried again. So a lost answer does no harm: if the attempt
 * counted, its markers say so to the next one.
 *
 * <p>Markers do not last for ever, and a refund may come late (a queue that was read after days). What is older than
 * {@link #MAX_AGE} is therefore not given at all, and markers outlive that by more than clocks can differ.
 */
public final class AccountRefunds implements RefundBook {

    /** How long after the end of its day a refund is still given. */
    public static final Duration MAX_AGE = Duration.ofDays(7);

    private static final Duration MARKERS_KEPT = MAX_AGE.plusDays(1);

    /** Attempts in a row that meet another writer, before we leave it to the caller to come back later. */
    private static final int MAX_CONFLICTS = 5;

    private final RefundStore store;
    private final Clock clock;

    /** @param clock what is late */
    public AccountRefunds(RefundStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Settlement refund(String clientId, List<Refund> refunds) {
        Instant now = clock.instant();
        var page = new Page();
        Map<Refund.Claim, Refund> claims = new LinkedHashMap<>();
        for (Refund refund : refunds) {
            if (endOf(refund.day()).plus(MAX_AGE).isBefore(now)) {
                page.late.add(refund);
            } else if (claims.putIfAbsent(refund.claim(), refund) != null) {
                page.repeated.add(refund);
            }
        }
        Map<LocalDate, List<Refund>> byDay = claims.values().stream()
                .collect(Collectors.groupingBy(Refund::day, LinkedHashMap::new, Collectors.toList()));
        byDay.forEach((day, ofDay) -> {
            for (int from = 0; from < ofDay.size(); from += RefundStore.MAX_REFUNDS) {
                int to = Math.min(from + RefundStore.MAX_REFUNDS, ofDay.size());
                settle(clientId, day, ofDay.subList(from, to), page);
            }
        });
        return page.settlement();
    }

    private static final class Page {
        final List<Refund> given = new ArrayList<>();
        final List<Refund> repeated = new ArrayList<>();
        final List<Refund> beyond = new ArrayList<>();
        final List<Refund> late = new ArrayList<>();

        Settlement settlement() {
            return new Settlement(given, repeated, beyond, late);
        }
    }

    /** Ends: each turn but {@link #MAX_CONFLICTS} leaves fewer to give, or what is left fits. */
    private void settle(String clientId, LocalDate day, List<Refund> refunds, Page page) {
        List<Refund> left = new ArrayList<>(refunds);
        int conflicts = 0;
        while (!left.isEmpty()) {
            switch (store.give(clientId, day, left, endOf(day).plus(MARKERS_KEPT))) {
                case Attempt.Given() -> {
                    page.given.addAll(left);
                    left.clear();
                }
                case Attempt.Known(Set<Refund.Claim> claims) -> {
                    page.repeated.addAll(take(left, claims));
                }
                case Attempt.TooLittle(long available) -> page.beyond.addAll(takeBeyond(left, available));
                case Attempt.Conflict() -> {
                    conflicts++;
                    if (conflicts == MAX_CONFLICTS) {
                        throw new AccountBusyException("the account of " + clientId + " was being written to "
                                + MAX_CONFLICTS + " times in a row; its refunds are to be tried again");
                    }
                }
            }
        }
    }

    private static List<Refund> take(List<Refund> left, Set<Refund.Claim> claims) {
        List<Refund> taken =
                left.stream().filter(refund -> claims.contains(refund.claim())).toList();
        left.removeAll(taken);
        return taken;
    }

    /** Those that do not fit beside the ones before them; at least one, since all together do not fit. */
    private static List<Refund> takeBeyond(List<Refund> left, long available) {
        var beyond = new ArrayList<Refund>();
        long room = available;
        for (Refund refund : left) {
            if (refund.permits() <= room) {
                room -= refund.permits();
            } else {
                beyond.add(refund);
            }
        }
        left.removeAll(beyond);
        return beyond;
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
