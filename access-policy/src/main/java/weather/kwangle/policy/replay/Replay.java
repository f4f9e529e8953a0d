package weather.kwangle.policy.replay;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Verdict;

/**
 * Asks a policy about the requests of a log. The log is read once, as a stream; requests that are alike for the policy are
 * counted together and asked once.
 */
public final class Replay {
    /** A line of the authorizer is shorter; so bounded, a file that is no log cannot use up the memory. */
    private static final int MAX_LINE = 64 * 1024;

    private static final int BUFFER = 1024 * 1024;
    private static final int EXAMPLES = 5;

    private final AccessPolicy policy;
    private final Optional<Instant> at;

    /** When refusals by hand end: between two of them the time makes no difference. */
    private final NavigableSet<Instant> ends;

    private final LineReader reader = new LineReader();
    private final Map<Request, Answered> requests = new HashMap<>();
    private final Timeline timeline = new Timeline();
    private final Set<String> versions = new TreeSet<>();
    private final List<Long> malformedAt = new ArrayList<>();
    private long lines;
    private long bytes;
    private long decisions;
    private long notThePolicys;
    private long withoutClaims;
    private long withoutAudience;
    private long withoutTime;
    private long gainsBesideList;
    private long others;
    private long malformed;

    private record Request(
            boolean allowed,
            String client,
            Optional<Operation> operation,
            String recordedOperation,
            String plan,
            Optional<String> tablePlan,
            String scopes,
            String groups,
            String audiences,
            Instant at) {}

    private Replay(AccessPolicy policy, Optional<Instant> at) {
        this.policy = policy;
        this.at = at;
        this.ends = policy.breakGlass().stream().map(BreakGlass::until).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Replays a log.
     *
     * @param log lines in UTF-8
     * @param at refusals by hand that are over by then do not count; if empty, those that were over when a request was made
     */
    public static ReplayReport of(InputStream log, AccessPolicy policy, Optional<Instant> at) throws IOException {
        Replay replay = new Replay(policy, at);
        replay.readAll(log);
        return replay.report();
    }

    private void readAll(InputStream log) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int held = 0;
        boolean overflowed = false;
        for (int read = log.read(buffer, 0, BUFFER); read >= 0; read = log.read(buffer, held, BUFFER - held)) {
            bytes += read;
            int start = 0;
            for (int i = held; i < held + read; i++) {
                if (buffer[i] == '\n') {
                    line(buffer, start, i, overflowed);
                    overflowed = false;
                    start = i + 1;
                }
            }
            held = held + read - start;
            if (held > MAX_LINE) {
                overflowed = true;
                held = 0;
            }
            System.arraycopy(buffer, start, buffer, 0, held);
        }
        if (held > 0 || overflowed) {
            line(buffer, 0, held, overflowed);
        }
    }

    /** @param overflowed whether the line's beginning is lost, for it is longer than any of the authorizer */
    private void line(byte[] buffer, int from, int to, boolean overflowed) {
        lines++;
        RecordedLine line =
                overflowed || to - from > MAX_LINE ? new RecordedLine.Malformed() : reader.read(buffer, from, to);
        switch (line) {
            case RecordedLine.Decision decision -> count(decision);
            case RecordedLine.NotThePolicys _ -> notThePolicys++;
            case RecordedLine.WithoutClaims _ -> withoutClaims++;
            case RecordedLine.Other _ -> others++;
            case RecordedLine.Malformed _ -> {
                malformed++;
                if (malformedAt.size() < EXAMPLES) {
                    malformedAt.add(lines);
                }
            }
        }
    }

    private void count(RecordedLine.Decision decision) {
        decisions++;
        if (decision.audiences().isEmpty()) {
            withoutAudience++;
        }
        versions.add(decision.policyVersion());
        int space = decision.operation().indexOf(' ');
        Optional<Operation> operation = policy.operationOf(
                decision.operation().substring(0, space), decision.operation().substring(space + 1));
        // What neither policy has is whatever a client made up: those are counted as one.
        String recorded = operation.map(Operation::toString).orElse(decision.allowed() ? decision.operation() : "");
        Answered answered = requests.computeIfAbsent(
                new Request(
                        decision.allowed(),
                        decision.client(),
                        operation,
                        recorded,
                        decision.plan(),
                        decision.tablePlan(),
                        decision.scopes(),
                        decision.groups(),
                        decision.audiences(),
                        judgedAt(decision.time())),
                request -> new Answered(answer(request), new Tally()));
        answered.tally.add(decision.time());
        if (decision.allowed() && !answered.answer.allowed) {
            timeline.addBreak(decision.time());
        } else if (!decision.allowed() && answered.answer.allowed) {
            timeline.addGain(decision.time());
            if (decision.policyVersion().contains("+")) {
                gainsBesideList++;
            }
        }
    }

    /** One time for all at which the same is refused by hand. What tells no time is judged as if nothing were over. */
    private Instant judgedAt(String time) {
        if (ends.isEmpty() || at.isPresent()) {
            return at.orElse(Instant.MIN);
        }
        try {
            Instant lastEnd = ends.floor(Instant.parse(time));
            return lastEnd == null ? Instant.MIN : lastEnd;
        } catch (DateTimeException e) {
            withoutTime++;
            return Instant.MIN;
        }
    }

    /** What the answer rests on besides the log. */
    private List<String> assumptions() {
        List<String> assumptions = new ArrayList<>();
        if (policy.audience().isPresent() && withoutAudience > 0) {
            assumptions.add(
                    "the policy asks for an audience; %s decisions tell none, and their tokens are taken to have none"
                            .formatted(ReplayText.number(withoutAudience)));
        }
        if (!ends.isEmpty()) {
            assumptions.add(at.map(time -> "what is refused by hand counts for every request as it does at " + time)
                    .orElse("what is refused by hand counts for each request as it would have at its time"));
        }
        if (gainsBesideList > 0) {
            assumptions.add(
                    "%s of the gains were decided while a list of what is refused by hand lay over the policy; the"
                                    .formatted(ReplayText.number(gainsBesideList))
                            + " changed policy is asked without one");
        }
        if (withoutTime > 0) {
            assumptions.add("%s decisions tell no time, and are taken to be before the end of what is refused by hand"
                    .formatted(ReplayText.number(withoutTime)));
        }
        return assumptions;
    }

    private ReplayReport report() {
        Map<ChangeKey, Tally> breaks = new HashMap<>();
        Map<ChangeKey, Tally> gains = new HashMap<>();
        Map<PlanKey, Tally> plans = new HashMap<>();
        requests.forEach((request, answered) -> {
            Answer answer = answered.answer;
            Tally tally = answered.tally;
            if (request.allowed && !answer.allowed) {
                breaks.computeIfAbsent(key(request, answer), _ -> new Tally()).add(tally);
            } else if (!request.allowed && answer.allowed) {
                gains.computeIfAbsent(key(request, answer), _ -> new Tally()).add(tally);
            } else if (request.allowed && !answer.plan.equals(request.plan)) {
                plans.computeIfAbsent(new PlanKey(request.client, request.plan, answer.plan), _ -> new Tally())
                        .add(tally);
            }
        });
        return new ReplayReport(
                policy.version(),
                versions,
                new ReplayReport.Lines(
                        lines, bytes, decisions, notThePolicys, withoutClaims, others, malformed, malformedAt),
                assumptions(),
                timeline,
                changes(breaks),
                changes(gains),
                planMoves(plans));
    }

    private record ChangeKey(String client, String operation, String scopes, String groups, String reason) {}

    private record PlanKey(String client, String before, String after) {}

    private static ChangeKey key(Request request, Answer answer) {
        return new ChangeKey(request.client, request.recordedOperation, request.scopes, request.groups, answer.reason);
    }

    private static List<ReplayedChange> changes(Map<ChangeKey, Tally> found) {
        return found.entrySet().stream()
                .map(entry -> new ReplayedChange(
                        entry.getKey().client,
                        entry.getKey().operation,
                        lines(entry.getKey().scopes),
                        lines(entry.getKey().groups),
                        entry.getKey().reason,
                        entry.getValue()))
                .sorted(Comparator.comparingLong(
                                (ReplayedChange change) -> -change.tally().count())
                        .thenComparing(ReplayedChange::client)
                        .thenComparing(ReplayedChange::operation)
                        .thenComparing(change -> change.scopes().toString()))
                .toList();
    }

    private static List<ReplayReport.PlanMove> planMoves(Map<PlanKey, Tally> found) {
        return found.entrySet().stream()
                .map(entry -> new ReplayReport.PlanMove(
                        entry.getKey().client, entry.getKey().before, entry.getKey().after, entry.getValue()))
                .sorted(Comparator.comparingLong(
                                (ReplayReport.PlanMove move) -> -move.tally().count())
                        .thenComparing(ReplayReport.PlanMove::client))
                .toList();
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /** What the new policy says to requests of one kind, and how many there are. */
    private record Answered(Answer answer, Tally tally) {}

    private record Answer(boolean allowed, String plan, String reason) {}

    private Answer answer(Request request) {
        Caller caller = new Caller(
                request.client,
                new HashSet<>(lines(request.scopes)),
                new HashSet<>(lines(request.groups)),
                new HashSet<>(lines(request.audiences)),
                request.tablePlan);
        return switch (policy.evaluate(caller, request.at)) {
            case Access.WrongAudience wrong -> new Answer(false, "", wrong.reason());
            case Access.UnknownClient unknown -> new Answer(false, "", unknown.reason());
            case Access.UnknownPlan unknown -> new Answer(false, "", unknown.reason());
            case Access.Granted granted -> {
                Optional<Verdict> verdict = request.operation.map(granted::verdict);
                yield new Answer(
                        verdict.filter(Verdict.Allowed.class::isInstance).isPresent(),
                        granted.plan().name(),
                        verdict.map(Verdict::reason).orElse("the policy has no such operation"));
            }
        };
    }
}
