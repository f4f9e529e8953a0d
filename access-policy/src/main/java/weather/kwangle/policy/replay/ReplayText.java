package weather.kwangle.policy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The report on a replay for a terminal. */
public final class ReplayText {
    private static final int MOST_ROWS = 30;

    private final ReplayReport report;

    public ReplayText(ReplayReport report) {
        this.report = report;
    }

    public List<String> summary() {
        ReplayReport.Lines read = report.lines();
        List<String> lines = new ArrayList<>();
        lines.add("%s decisions of %s, asked of %s"
                .formatted(
                        number(read.decisions()),
                        report.recordedVersions().isEmpty()
                                ? "no policy"
                                : String.join(", ", new TreeSet<>(report.recordedVersions())),
                        report.policyVersion()));
        lines.add(
                "of %s lines; not the policy's decisions: %s, without scopes and groups: %s, of another kind: %s, malformed: %s"
                        .formatted(
                                number(read.total()),
                                number(read.notThePolicys()),
                                number(read.withoutClaims()),
                                number(read.others()),
                                number(read.malformed())));
        if (!read.malformedAt().isEmpty()) {
            lines.add("the first malformed: line "
                    + String.join(
                            ", line ",
                            read.malformedAt().stream().map(String::valueOf).toList()));
        }
        lines.addAll(report.assumptions());
        if (read.decisions() == 0) {
            lines.add("no line is a decision of the policy, so nothing is compared");
        }
        return lines;
    }

    /** {@code breaks 12 requests of 2 clients}. */
    public static String counted(String verb, List<ReplayedChange> changes) {
        long requests = ReplayReport.requests(changes);
        long clients = ReplayReport.clients(changes);
        return "%s %s %s of %s %s"
                .formatted(
                        verb,
                        number(requests),
                        requests == 1 ? "request" : "requests",
                        number(clients),
                        clients == 1 ? "client" : "clients");
    }

    /** The most frequent changes. */
    public static List<String> rows(List<ReplayedChange> changes) {
        List<String> rows = new ArrayList<>();
        changes.stream()
                .limit(MOST_ROWS)
                .forEach(change -> rows.add("  %s  %s  %s%s%s"
                        .formatted(
                                change.client(),
                                operation(change),
                                times(change.tally()),
                                claims(change),
                                change.reason().equals("allowed") ? "" : "\n      " + change.reason())));
        more(changes, MOST_ROWS).ifPresent(more -> rows.add("  " + more));
        return rows;
    }

    /** What a list that is cut says at its end. */
    static Optional<String> moreMoves(List<ReplayReport.PlanMove> moves, int shown) {
        return moves.size() <= shown
                ? Optional.empty()
                : Optional.of("and %s clients more".formatted(number(moves.size() - (long) shown)));
    }

    /** What a list that is cut says at its end. */
    static Optional<String> more(List<ReplayedChange> changes, int shown) {
        return changes.size() <= shown
                ? Optional.empty()
                : Optional.of("and %s kinds of requests more, %s requests"
                        .formatted(
                                number(changes.size() - (long) shown),
                                number(ReplayReport.requests(changes.subList(shown, changes.size())))));
    }

    /** One line for each client that moves, of those that ask most. */
    public List<String> planMoves() {
        List<String> rows = new ArrayList<>();
        report.planMoves().stream()
                .limit(MOST_ROWS)
                .forEach(move -> rows.add("  %s  %s -> %s  %s"
                        .formatted(move.client(), move.before(), move.after(), times(move.tally()))));
        moreMoves(report.planMoves(), MOST_ROWS).ifPresent(more -> rows.add("  " + more));
        return rows;
    }

    private static String operation(ReplayedChange change) {
        return change.operation().isEmpty() ? "no operation" : change.operation();
    }

    private static String times(Tally tally) {
        String last = tally.last().map(time -> ", last " + time).orElse("");
        return number(tally.count()) + (tally.count() == 1 ? " time" : " times") + last;
    }

    private static String claims(ReplayedChange change) {
        String scopes = "\n      scopes " + listed(change.scopes());
        return change.groups().isEmpty() ? scopes : scopes + "; groups " + listed(change.groups());
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
