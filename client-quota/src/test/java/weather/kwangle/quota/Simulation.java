package weather.kwangle.quota;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.Taking;

/**
 * Many instances of the ledger's core, one table and one client in virtual time. Everything, from the plan to the fate of
 * each single write, follows from the seed, so that a schedule can be played again.
 *
 * <p>A write travels to the table, is applied there or not, and its answer travels back or is lost; the instance gives up
 * after {@link #TIMEOUT}, and what it gave up may still arrive. Between any two of these steps any other may come.
 */
final class Simulation {

    /** What a broken ledger does, each at the edge of the core: its transport, its clock, its reading of a rank. */
    enum Flaw {
        NONE,
        /** A lost answer is taken for a no, so that the leftover is offered again. */
        LOST_MEANS_REFUSED,
        /** A lease lasts 2.5 seconds. */
        LONG_LEASE,
        /** The transport sends a charge again when its answer is lost. */
        CHARGE_RETRIED,
        /** Every instance takes itself for the first of its epoch. */
        ALL_RANKED_FIRST,
        /** A permit goes back twice. */
        REFUNDED_TWICE
    }

    private static final Duration TIMEOUT = Duration.ofMillis(150);
    private static final long NANOS = 1_000_000_000L;

    private final LedgerUnavailableException away = new LedgerUnavailableException("away");
    private final Schedule schedule;
    private final Flaw flaw;
    private final Random random;
    private final InMemoryLedgerStore table = new InMemoryLedgerStore();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final Findings findings;
    private long now;
    private long sequence;
    private long owedByTheDead;
    private int asked;

    Simulation(long seed, Flaw flaw) {
        this.random = new Random(seed);
        this.schedule = Schedule.of(random);
        this.flaw = flaw;
        this.now = Terms.nanos(schedule.start());
        for (int i = 0; i < schedule.instances(); i++) {
            instances.add(new Instance());
        }
        LongSummaryStatistics skews =
                instances.stream().mapToLong(instance -> instance.skew).summaryStatistics();
        this.findings = new Findings(schedule, (skews.getMax() - skews.getMin()) / (double) NANOS);
    }

    private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    private record Waiting(long flight, Limits limits) {}

    /** A process with its own clocks; a crash replaces what it holds. */
    private final class Instance {
        final long skew = schedule.skewed() ? random.nextLong(-5 * NANOS, 5 * NANOS) : 0;
        final List<Waiting> waiting = new ArrayList<>();
        /** Drafts that no outcome came back for, by when they were sent. */
        final IdentityHashMap<Draft, Long> underWay = new IdentityHashMap<>();

        final FindingsOfOne grace = new FindingsOfOne();
        long leaseSent;
        Tally tally = new Tally();
        ClientLeases leases = fresh();

        private ClientLeases fresh() {
            tally = new Tally();
            tallies.add(tally);
            return new ClientLeases("client", new Breaker(), tally, random);
        }

        Moment moment() {
            long wall = now + skew;
            long ticks = flaw == Flaw.LONG_LEASE ? (long) (now * 0.4) : now;
            return new Moment(Instant.ofEpochSecond(Math.floorDiv(wall, NANOS), Math.floorMod(wall, NANOS)), ticks);
        }

        void crash() {
            underWay.keySet().forEach(draft -> leases.abandon(draft, away, moment()));
            underWay.clear();
            waiting.clear();
            owedByTheDead += leases.owed();
            leases.discard();
            leases = fresh();
        }
    }

    /** The largest window of one instance's grace, as a bucket that drains at its largest share. */
    static final class FindingsOfOne {
        double level;
        long last;
    }

    private void at(long time, Runnable action) {
        events.add(new Event(time, sequence++, action));
    }

    private void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Plays the schedule to its end and returns what went wrong; empty if nothing did. */
    Findings run() {
        long time = now;
        for (long gap : schedule.gaps()) {
            time += gap;
            at(time, () -> request(next()));
        }
        for (long crash : schedule.crashes()) {
            at(
                    now + crash,
                    () -> instances.get(random.nextInt(instances.size())).crash());
        }
        while (!events.isEmpty()) {
            Event event = events.poll();
            now = event.at();
            event.action().run();
        }
        close();
        return findings;
    }

    /** The instance that a request comes to: any, or for a while the same. */
    private Instance next() {
        if (!schedule.sticky() || random.nextInt(12) == 0) {
            asked = random.nextInt(instances.size());
        }
        return instances.get(asked);
    }

    private Limits limits() {
        return schedule.limitsAt(now);
    }

    private void request(Instance instance) {
        findings.asked++;
        Limits limits = limits();
        if (schedule.batches() && random.nextInt(10) == 0) {
            batch(Clock.fixed(instance.moment().time(), ZoneOffset.UTC), random.nextInt(1, 6), limits);
        } else {
            follow(instance, instance.leases.ask(instance.moment(), limits), limits);
        }
    }

    /** A gateway, whose clock may be off like any other, takes permits for a batch; if its answer is lost they are spent. */
    private void batch(Clock clock, long permits, Limits limits) {
        findings.writes++;
        Fate fate = schedule.fate(random, now);
        switch (fate) {
            case ANSWERED, ANSWER_LOST, LATE ->
                after(latency(), () -> {
                    Taking taking = new BatchLedger(table, clock).take("client", limits.day(), limits.month(), permits);
                    switch (taking) {
                        case Taking.Taken(var day, var _) ->
                            findings.batch(CalendarWindow.dayOf(day), permits, fate == Fate.ANSWERED);
                        case Taking.Refused _ -> findings.refused++;
                    }
                });
            case LOST, RESET, THROTTLED, CONFLICT, UNSENT -> findings.failed++;
        }
    }

    private void follow(Instance instance, Step step, Limits limits) {
        switch (step) {
            case Step.Answer(Reservation reservation) -> {
                if (reservation instanceof Reservation.Admitted) {
                    admitted(instance, limits);
                } else {
                    findings.refused++;
                }
            }
            case Step.Fail _ -> findings.failed++;
            case Step.Await(long flight) -> instance.waiting.add(new Waiting(flight, limits));
            case Step.Send(Draft draft) -> send(instance, draft, limits);
        }
    }

    private final Map<Tally, Long> graceSeen = new HashMap<>();
    private final Map<Tally, Long> admittedSeen = new HashMap<>();

    /** The tally says what the admission was made of: permits of leases, or of grace. */
    private void admitted(Instance instance, Limits limits) {
        long grace = instance.tally.grace.sum();
        long leased = instance.tally.admitted.sum();
        long newGrace = grace - graceSeen.getOrDefault(instance.tally, 0L);
        long newLeased = leased - admittedSeen.getOrDefault(instance.tally, 0L);
        graceSeen.put(instance.tally, grace);
        admittedSeen.put(instance.tally, leased);
        findings.admitted(now, instance.moment().time(), newLeased, newGrace);
        if (newLeased > 0) {
            findings.fromLeaseOfAge(now - instance.leaseSent);
            if (schedule.refunds() && random.nextInt(5) == 0) {
                CalendarWindow day = CalendarWindow.dayOf(instance.moment().time());
                after(random.nextLong(3 * NANOS), () -> refund(day));
            }
        }
        if (newGrace > 0) {
            findings.graceOfOne(instance.grace, now, limits);
        }
    }

    /** What a refund does to the account; its marker, which here nobody tries to write twice, is not the ledger's. */
    private void refund(CalendarWindow day) {
        CalendarWindow month = CalendarWindow.monthOf(day.start());
        var charge = Charge.of(
                new Charge.Form.Still(),
                List.of(
                        new Charge.Count(day.attribute(), -1, OptionalLong.empty()),
                        new Charge.Count(month.attribute(), -1, OptionalLong.empty())));
        findings.refund(day, table.charge("client", charge) instanceof Outcome.Charged);
        if (flaw == Flaw.REFUNDED_TWICE) {
            table.charge("client", charge);
        }
    }

    private void send(Instance instance, Draft draft, Limits limits) {
        findings.writes++;
        instance.underWay.put(draft, now);
        ClientLeases sender = instance.leases;
        Fate fate = schedule.fate(random, now);
        long there = latency();
        long back = latency();
        switch (fate) {
            case ANSWERED -> {
                if (there + back < TIMEOUT.toNanos()) {
                    after(there, () -> {
                        Outcome outcome = read(table.charge("client", draft.charge()));
                        after(back, () -> outcome(instance, sender, draft, outcome, limits));
                    });
                } else {
                    after(there, () -> table.charge("client", draft.charge()));
                    unknown(instance, sender, draft, TIMEOUT.toNanos(), limits);
                }
            }
            case ANSWER_LOST -> lostAnswer(instance, sender, draft, there, limits);
            case LATE -> {
                after(TIMEOUT.toNanos() + there, () -> table.charge("client", draft.charge()));
                unknown(instance, sender, draft, TIMEOUT.toNanos(), limits);
            }
            case LOST -> unknown(instance, sender, draft, TIMEOUT.toNanos(), limits);
            case RESET -> unknown(instance, sender, draft, there, limits);
            case THROTTLED -> after(there, () -> outcome(instance, sender, draft, new Outcome.Declined(away), limits));
            case CONFLICT -> after(there, () -> outcome(instance, sender, draft, new Outcome.Conflict(away), limits));
            case UNSENT -> after(there, () -> unsent(instance, sender, draft, limits));
        }
    }

    private void lostAnswer(Instance instance, ClientLeases sender, Draft draft, long there, Limits limits) {
        if (flaw == Flaw.CHARGE_RETRIED) {
            after(there, () -> {
                table.charge("client", draft.charge());
                Outcome second = read(table.charge("client", draft.charge()));
                after(1, () -> outcome(instance, sender, draft, second, limits));
            });
            return;
        }
        after(there, () -> table.charge("client", draft.charge()));
        unknown(instance, sender, draft, TIMEOUT.toNanos(), limits);
    }

    private void unknown(Instance instance, ClientLeases sender, Draft draft, long nanos, Limits limits) {
        Outcome outcome = flaw == Flaw.LOST_MEANS_REFUSED ? new Outcome.Declined(away) : new Outcome.Unknown(away);
        after(nanos, () -> outcome(instance, sender, draft, outcome, limits));
    }

    private Outcome read(Outcome outcome) {
        if (flaw == Flaw.ALL_RANKED_FIRST && outcome instanceof Outcome.Charged(Account account)) {
            var numbers = new HashMap<>(account.numbers());
            numbers.replaceAll((name, value) -> Epoch.named(name).isPresent() ? Long.valueOf(1) : value);
            return new Outcome.Charged(new Account(numbers));
        }
        return outcome;
    }

    private void outcome(Instance instance, ClientLeases sender, Draft draft, Outcome outcome, Limits limits) {
        if (instance.leases != sender) {
            return;
        }
        long sent = requireNonNull(instance.underWay.remove(draft));
        if (draft instanceof Draft.Block && outcome instanceof Outcome.Charged) {
            instance.leaseSent = sent;
        }
        goOn(instance, instance.leases.take(draft, outcome, instance.moment()), limits);
    }

    private void unsent(Instance instance, ClientLeases sender, Draft draft, Limits limits) {
        if (instance.leases == sender) {
            instance.underWay.remove(draft);
            goOn(instance, sender.unsent(draft, instance.moment()), limits);
        }
    }

    private void goOn(Instance instance, Step next, Limits limits) {
        follow(instance, next, limits);
        List<Waiting> free = instance.waiting.stream()
                .filter(waiter -> instance.leases.ended(waiter.flight()))
                .toList();
        instance.waiting.removeAll(free);
        for (Waiting waiter : free) {
            follow(
                    instance,
                    instance.leases.askAgain(instance.moment(), waiter.limits(), waiter.flight()),
                    waiter.limits());
        }
    }

    private long latency() {
        return random.nextInt(50) == 0 ? random.nextLong(70_000_000) : random.nextLong(1_000_000, 15_000_000);
    }

    private void close() {
        long held = 0;
        long owed = owedByTheDead;
        for (Instance instance : instances) {
            findings.stuck += instance.waiting.size() + instance.underWay.size();
            held += instance.leases.held();
            owed += instance.leases.owed();
        }
        findings.close(tallies.stream().map(Tally::snapshot).toList(), held, owed, table.read("client"));
    }

    /** What becomes of a write. */
    enum Fate {
        ANSWERED,
        ANSWER_LOST,
        LATE,
        LOST,
        RESET,
        THROTTLED,
        CONFLICT,
        /** Its request has waited too long by then. */
        UNSENT
    }

    /** What a seed stands for. */
    record Schedule(
            int instances,
            Instant start,
            boolean skewed,
            boolean batches,
            boolean refunds,
            boolean sticky,
            Limits before,
            Limits after,
            long planChange,
            long blackoutFrom,
            long blackoutTo,
            Map<Fate, Double> faults,
            List<Long> gaps,
            List<Long> crashes) {

        private static final List<Instant> STARTS = List.of(
                Instant.parse("2026-11-23T10:00:00Z"),
                Instant.parse("2026-11-23T23:59:56Z"),
                Instant.parse("2026-11-30T23:59:54Z"),
                Instant.parse("2028-02-28T23:59:50Z"));

        static Schedule of(Random random) {
            int instances = List.of(1, 4, 4, 40).get(random.nextInt(4));
            Limits before = limits(random);
            Instant start = STARTS.get(random.nextInt(STARTS.size()));
            List<Long> gaps = gaps(random, before);
            long length = gaps.stream().mapToLong(Long::longValue).sum();
            boolean blackout = random.nextInt(3) == 0;
            long from = Terms.nanos(start) + (blackout ? random.nextLong(length + 1) : 0);
            long to = from + (blackout ? random.nextLong(1, 30 * NANOS) : 0);
            boolean changes = random.nextInt(5) == 0;
            boolean crashes = random.nextInt(4) == 0;
            return new Schedule(
                    instances,
                    start,
                    random.nextInt(3) == 0,
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0,
                    before,
                    changes ? limits(random) : before,
                    Terms.nanos(start) + random.nextLong(length + 1),
                    from,
                    to,
                    faults(random, blackout),
                    gaps,
                    crashes
                            ? random.longs(random.nextInt(1, 4), 0, length + 1)
                                    .boxed()
                                    .toList()
                            : List.of());
        }

        private static Limits limits(Random random) {
            double rate = List.of(1.0, 5.0, 20.0, 100.0).get(random.nextInt(4));
            long burst = Math.max(5, (long) (rate * List.of(1, 2, 4).get(random.nextInt(3))));
            return new Limits(
                    rate,
                    burst,
                    random.nextInt(2) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong(3, 300)),
                    random.nextInt(2) == 0 ? OptionalLong.empty() : OptionalLong.of(random.nextLong(3, 600)));
        }

        /** Pauses between requests: floods, a pace near the rate, and now and then a longer pause. */
        private static List<Long> gaps(Random random, Limits limits) {
            double pace = limits.ratePerSecond() * List.of(0.3, 1.0, 5.0, 50.0).get(random.nextInt(4));
            var gaps = new ArrayList<Long>();
            int requests = random.nextInt(50, 350);
            int run = random.nextInt(10, 100);
            for (int i = 0; i < requests; i++) {
                boolean pause = random.nextInt(run) == 0;
                double seconds = pause ? random.nextDouble() * 4 : -Math.log(1 - random.nextDouble()) / pace;
                gaps.add((long) (seconds * NANOS));
            }
            return gaps;
        }

        private static Map<Fate, Double> faults(Random random, boolean blackout) {
            var faults = new HashMap<Fate, Double>();
            if (random.nextInt(blackout ? 3 : 2) != 0) {
                return faults;
            }
            for (Fate fate : Fate.values()) {
                if (fate != Fate.ANSWERED && random.nextBoolean()) {
                    faults.put(fate, random.nextDouble() * 0.15);
                }
            }
            return faults;
        }

        boolean blackedOut(long time) {
            return time >= blackoutFrom && time < blackoutTo;
        }

        Fate fate(Random random, long time) {
            if (blackedOut(time)) {
                return random.nextBoolean() ? Fate.LOST : Fate.RESET;
            }
            double point = random.nextDouble();
            for (Fate fate : Fate.values()) {
                point -= faults.getOrDefault(fate, 0.0);
                if (point < 0) {
                    return fate;
                }
            }
            return Fate.ANSWERED;
        }

        Limits limitsAt(long time) {
            return time < planChange ? before : after;
        }

        /** Of two plans the larger value each. */
        Limits largest() {
            return new Limits(
                    Math.max(before.ratePerSecond(), after.ratePerSecond()),
                    Math.max(before.burst(), after.burst()),
                    larger(before.day(), after.day()),
                    larger(before.month(), after.month()));
        }

        private static OptionalLong larger(OptionalLong one, OptionalLong other) {
            return one.isEmpty() || other.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
        }

        boolean faultless() {
            return faults.isEmpty() && blackoutFrom == blackoutTo;
        }

        /** Whether writes fail in the blackout only, so that all instances lose the table together. */
        boolean onlyBlackedOut() {
            return faults.isEmpty();
        }
    }
}
