package weather.kwangle.policy.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.Place;
import weather.kwangle.policy.Verdict;

/** Asks a policy what cases expect of it, and remembers which parts of it had a say. */
public final class CaseRun {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final Instant now;
    private final Coverage coverage;
    private final List<CaseResult> results = new ArrayList<>();

    private CaseRun(LocatedPolicy located, Instant now) {
        this.located = located;
        this.policy = located.policy();
        this.now = now;
        this.coverage = new Coverage(located.policy());
    }

    /**
     * Runs all cases.
     *
     * @param now the time of cases that name none
     */
    public static CaseRun of(LocatedPolicy policy, List<CaseFile> files, Instant now) {
        CaseRun run = new CaseRun(policy, now);
        files.forEach(file -> file.cases().forEach(row -> run.results.add(run.check(row))));
        return run;
    }

    /** In the order of the files. */
    public List<CaseResult> results() {
        return List.copyOf(results);
    }

    public Coverage coverage() {
        return coverage;
    }

    /** Whether every case holds. */
    public boolean passed() {
        return results.stream().allMatch(CaseResult::passed);
    }

    private CaseResult check(PolicyCase row) {
        Instant at = row.at().orElse(now);
        Set<String> scopes = row.scopes().stream().map(policy::scopeInToken).collect(Collectors.toSet());
        Access access =
                policy.evaluate(new Caller(row.client(), scopes, row.groups(), row.audiences(), row.tablePlan()), at);
        coverage.asked(row, access, at);
        List<CaseResult.Failure> failures = new ArrayList<>();
        row.plan().ifPresent(plan -> checkPlan(plan, access, row.place(), failures));
        row.allow().forEach(request -> checkAllowed(request, access, failures));
        row.deny().forEach(request -> checkDenied(request, row.reason(), access, failures));
        int checks = row.allow().size() + row.deny().size() + (row.plan().isPresent() ? 1 : 0);
        return new CaseResult(row.name(), checks, failures);
    }

    private void checkPlan(String plan, Access access, Place place, List<CaseResult.Failure> failures) {
        String actual = access instanceof Access.Granted granted
                ? granted.plan().name()
                : "none, for " + new Answer(access, Optional.empty()).reason();
        if (!actual.equals(plan)) {
            failures.add(new CaseResult.Failure(place, "expected plan %s, got %s".formatted(plan, actual)));
        }
    }

    private void checkAllowed(PolicyCase.Request request, Access access, List<CaseResult.Failure> failures) {
        Answer answer = answer(request, access);
        if (!answer.isAllowed()) {
            fail(request, "expected to be allowed, denied: " + answer.reason(), answer, failures);
        }
    }

    private void checkDenied(
            PolicyCase.Request request, Optional<String> reason, Access access, List<CaseResult.Failure> failures) {
        Answer answer = answer(request, access);
        if (answer.isAllowed()) {
            fail(request, "expected to be denied, allowed", answer, failures);
        } else if (reason.isPresent() && !answer.reason().contains(reason.get())) {
            fail(
                    request,
                    "expected a reason with '%s', got '%s'".formatted(reason.get(), answer.reason()),
                    answer,
                    failures);
        }
    }

    private void fail(PolicyCase.Request request, String what, Answer answer, List<CaseResult.Failure> failures) {
        String where = answer.operation()
                .map(operation -> ", see "
                        + located.placeOf(new Part.OperationRule(operation)).fileAndLine())
                .orElse("");
        failures.add(new CaseResult.Failure(request.place(), request + " " + what + where));
    }

    private Answer answer(PolicyCase.Request request, Access access) {
        Optional<Operation> operation = policy.operationOf(request.method(), request.path());
        Answer answer = new Answer(access, operation);
        operation.ifPresent(asked -> coverage.answered(asked, answer.isAllowed()));
        return answer;
    }

    /** What the policy says to one request. */
    private record Answer(Access access, Optional<Operation> operation) {
        boolean isAllowed() {
            return verdict().filter(Verdict.Allowed.class::isInstance).isPresent();
        }

        String reason() {
            return switch (access) {
                case Access.WrongAudience wrong -> wrong.reason();
                case Access.UnknownClient unknown -> unknown.reason();
                case Access.UnknownPlan unknown -> unknown.reason();
                case Access.Granted _ ->
                    verdict().map(Verdict::reason).orElse("the policy has no operation of this method and path");
            };
        }

        private Optional<Verdict> verdict() {
            return access instanceof Access.Granted granted ? operation.map(granted::verdict) : Optional.empty();
        }
    }
}
