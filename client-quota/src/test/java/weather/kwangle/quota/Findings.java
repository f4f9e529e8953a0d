package weather.kwangle.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import weather.kwangle.quota.Simulation.FindingsOfOne;
import weather.kwangle.quota.Simulation.Schedule;

/** What a simulated schedule showed, measured against what the ledger promises. */
final class Findings {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double ROUNDING = 1e-6;

    private final Schedule schedule;
    private final Limits limits;
    private final double spread;
    private final List<String> broken = new ArrayList<>();
    private final Map<CalendarWindow, Long> leased = new HashMap<>();
    private final Map<CalendarWindow, Long> graced = new HashMap<>();
    private final Map<CalendarWindow, Long> refunded = new HashMap<>();
    private double rateLevel;
    private double totalLevel;
    private long last;

    int asked;
    int refused;
    int failed;
    int writes;
    int stuck;
    long ofLeases;
    long ofBatches;
    long ofGrace;
    long givenBack;

    /** @param spread seconds between the first and the last of the instances' clocks */
    Findings(Schedule schedule, double spread) {
        this.schedule = schedule;
        this.spread = spread;
        this.limits = schedule.largest();
    }

    Schedule schedule() {
        return schedule;
    }

    /** What was promised and not kept. */
    List<String> broken() {
        return broken;
    }

    /**
     * Admissions at one time. Any window of {@code w} seconds holds at most {@code burst + rate * (w + 1 + spread)} if and
     * only if a bucket of {@code burst + rate * (1 + spread)} that drains at the rate never overflows.
     */
    void admitted(long now, Instant clock, long fromLeases, long fromGrace) {
        double seconds = (now - last) / NANOS_PER_SECOND;
        last = now;
        ofLeases += fromLeases;
        ofGrace += fromGrace;
        count(leased, CalendarWindow.dayOf(clock), fromLeases);
        count(graced, CalendarWindow.dayOf(clock), fromGrace);
        requireRoom(CalendarWindow.dayOf(clock));
        double rate = limits.ratePerSecond();
        double skew = rate * spread;
        rateLevel = Math.max(0, rateLevel - rate * seconds) + fromLeases;
        if (rateLevel > limits.burst() + rate + skew + ROUNDING) {
            broken.add("rate: a window holds " + (rateLevel - limits.burst() - rate - skew) + " too many");
        }
        if (schedule.onlyBlackedOut()) {
            totalLevel = Math.max(0, totalLevel - 1.1 * rate * seconds) + fromLeases + fromGrace;
            double most = 1.1 * (limits.burst() + rate + skew) + ROUNDING;
            if (totalLevel > most) {
                broken.add("rate and grace: a window holds " + (totalLevel - most) + " too many");
            }
            if (fromGrace > 0 && now > schedule.blackoutTo() + 6_000_000_000L) {
                broken.add("grace more than 6 s after the table is back");
            }
        }
        if (fromGrace > 0 && schedule.onlyBlackedOut() && now < schedule.blackoutFrom()) {
            broken.add("grace before the table was away");
        }
    }

    /** A permit of a lease whose write was sent that many nanoseconds before. */
    void fromLeaseOfAge(long nanos) {
        if (nanos > NANOS_PER_SECOND) {
            broken.add("a permit of a lease that is " + nanos / NANOS_PER_SECOND + " s old");
        }
    }

    /** Permits taken for a batch; it knows of them and is admitted, or they are spent for nothing. */
    void batch(CalendarWindow day, long permits, boolean admitted) {
        ofBatches += permits;
        if (admitted) {
            count(leased, day, permits);
        } else {
            failed++;
        }
    }

    private static void count(Map<CalendarWindow, Long> permitsOf, CalendarWindow day, long permits) {
        permitsOf.merge(day, permits, Long::sum);
        permitsOf.merge(CalendarWindow.monthOf(day.start()), permits, Long::sum);
    }

    /** A permit that was admitted goes back, which the account must let it. */
    void refund(CalendarWindow day, boolean given) {
        if (given) {
            givenBack++;
            count(refunded, day, 1);
        } else {
            broken.add(day.attribute() + " holds no permit of a request that it admitted");
        }
    }

    /** Admitted and not given back, at any time. */
    private void requireRoom(CalendarWindow day) {
        for (CalendarWindow window : List.of(day, CalendarWindow.monthOf(day.start()))) {
            long permits = kept(window);
            limit(window).ifPresent(limit -> {
                if (permits > limit) {
                    broken.add(window.attribute() + ": admitted " + permits + " of " + limit);
                }
            });
        }
    }

    private long kept(CalendarWindow window) {
        return leased.getOrDefault(window, 0L) - refunded.getOrDefault(window, 0L);
    }

    /** One instance never has more than a rank of 1 gives. */
    void graceOfOne(FindingsOfOne one, long now, Limits asked) {
        double share = Grace.SHARES / 2;
        one.level = Math.max(0, one.level - share * limits.ratePerSecond() * (now - one.last) / NANOS_PER_SECOND) + 1;
        one.last = now;
        if (one.level > Math.max(1, share * limits.burst()) + 1 + ROUNDING) {
            broken.add("grace of one instance under " + asked + ": " + one.level);
        }
    }

    /** The books, when nothing is under way any more. */
    void close(List<LedgerStats> stats, long held, long owed, Account account) {
        if (stuck > 0) {
            broken.add(stuck + " requests or writes never came to an end");
        }
        if (failed > 0 && schedule.faultless()) {
            broken.add(failed + " requests failed although every write was answered");
        }
        leased.forEach((window, _) -> limit(window).ifPresent(limit -> {
            if (kept(window) > limit) {
                broken.add(window.attribute() + ": admitted " + kept(window) + " of " + limit);
            }
            long grace = graced.getOrDefault(window, 0L);
            if (schedule.onlyBlackedOut() && grace > 0.1 * limit) {
                broken.add(window.attribute() + ": " + grace + " in grace of " + limit);
            }
        }));
        leased.forEach((window, _) -> {
            if (account.taken(window.attribute()) < kept(window)) {
                broken.add(window.attribute() + " counts " + account.taken(window.attribute()) + ", admitted "
                        + kept(window));
            }
        });
        long counted = account.numbers().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("d"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long unused = 0;
        long sure = held + ofBatches - givenBack;
        long unsure = 0;
        long granted = 0;
        long booked = 0;
        for (LedgerStats each : stats) {
            unused += each.reserved() - each.admitted() - each.givenBack() - each.dropped();
            sure += each.admitted() + each.booked();
            unsure += each.dropped() + each.lost();
            granted += each.grace();
            booked += each.booked();
        }
        if (unused != 0 && unused != held) {
            broken.add("unused " + unused + ", held " + held);
        }
        if (granted - booked != owed) {
            broken.add("granted " + granted + ", booked " + booked + ", owed " + owed);
        }
        if (counted < sure || counted > sure + unsure) {
            broken.add("books: counted " + counted + ", expected " + sure + " to " + (sure + unsure));
        }
    }

    private OptionalLong limit(CalendarWindow window) {
        return window.attribute().startsWith("d") ? limits.day() : limits.month();
    }
}
