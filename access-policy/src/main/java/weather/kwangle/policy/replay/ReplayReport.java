package weather.kwangle.policy.replay;

import java.util.List;
import java.util.Set;

/**
 * What a changed policy does to the requests of a log.
 *
 * @param policyVersion the policy that was asked
 * @param recordedVersions the policies that had decided
 * @param assumptions what the answer rests on besides the log, a sentence each
 * @param timeline requests that change, by the hour
 * @param breaks requests that were let in and would be refused, the most frequent first
 * @param gains requests that were refused and would be let in, the most frequent first
 * @param planMoves clients that stay let in with another plan
 */
public record ReplayReport(
        String policyVersion,
        Set<String> recordedVersions,
        Lines lines,
        List<String> assumptions,
        Timeline timeline,
        List<ReplayedChange> breaks,
        List<ReplayedChange> gains,
        List<PlanMove> planMoves) {

    /**
     * What was read.
     *
     * @param decisions decisions of the policy, all of which were replayed
     * @param notThePolicys tokens that were refused, suspended clients and failures
     * @param withoutClaims decisions whose line does not tell scopes and groups
     * @param others lines of another kind
     * @param malformed lines that could not be read
     * @param malformedAt numbers of the first of those, from 1
     */
    public record Lines(
            long total,
            long bytes,
            long decisions,
            long notThePolicys,
            long withoutClaims,
            long others,
            long malformed,
            List<Long> malformedAt) {}

    /** A client with another plan. */
    public record PlanMove(String client, String before, String after, Tally tally) {}

    public ReplayReport {
        recordedVersions = Set.copyOf(recordedVersions);
    }

    /** How many requests some changes are about. */
    public static long requests(List<ReplayedChange> changes) {
        return changes.stream().mapToLong(change -> change.tally().count()).sum();
    }

    /** How many clients some changes are about. */
    public static long clients(List<ReplayedChange> changes) {
        return changes.stream().map(ReplayedChange::client).distinct().count();
    }

    /** Requests about which both policies say the same. */
    public long unchanged() {
        return lines.decisions() - requests(breaks) - requests(gains);
    }
}
