package weather.kwangle.registry.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.registry.Wish;

@Command(
        name = "plan",
        description = {
            "Gives a client of the table another plan. What it has used stays counted.",
            "Instances know within 30 seconds. In an environment its API key moves along."
        })
final class PlanCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "ID", description = "The app client's id.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "PLAN", description = "A plan of the access policy.")
    private String plan = "";

    @Option(names = "--dry-run", description = "Prints what would change, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private final Where where = new Where();

    PlanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, UsageException {
        LocatedPolicy policy = where.policy(around.desk());
        Checks.clientId(id);
        Checks.planOfTable(policy, id, plan);
        try (Connections connections = where.open(around)) {
            var _ = new Changes(around.desk(), dryRun)
                    .carryOut(
                            connections.registrar(around.desk().clock()),
                            new Wish.ChangePlan(id, plan),
                            id + " has plan " + plan);
        }
        return 0;
    }
}
