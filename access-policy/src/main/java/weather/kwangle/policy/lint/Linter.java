package weather.kwangle.policy.lint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weather.kwangle.policy.LocatedPolicy;

/** Reads a policy as a reviewer would. */
public final class Linter {
    private Linter() {}

    /**
     * What stands out, in the order of the files.
     *
     * @param contract what the API promises, if it is to be compared
     * @param now when refusals by hand have to be over to be called so
     * @throws ContractException if the contract has an operation that no policy can name
     */
    public static List<Finding> lint(LocatedPolicy policy, Optional<Contract> contract, Instant now)
            throws ContractException {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new AudienceChecks(policy).findings());
        findings.addAll(new OperationChecks(policy).findings());
        findings.addAll(new PlanChecks(policy).findings());
        findings.addAll(new ClientChecks(policy).findings());
        findings.addAll(new BreakGlassChecks(policy, now).findings());
        if (contract.isPresent()) {
            findings.addAll(new ContractChecks(policy, contract.get()).findings());
        }
        return findings.stream().sorted(Finding.BY_PLACE).toList();
    }
}
