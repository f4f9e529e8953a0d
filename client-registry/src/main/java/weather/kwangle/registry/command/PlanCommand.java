package weather.kwangle.registry.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.Wish;

@Command(
        name = "plan",
        description = {
            "Gives a client of the table another plan. What it has used stays counted.",
            "Instances know within 30 seconds. In an environment its API key moves along."
        })
final class PlanCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final ClientArgument client = new ClientArgument();

    @Parameters(index = "1", paramLabel = "PLAN", description = "A plan of the access policy.")
    private String plan = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Mixin
    private final Where where = new Where();

    PlanCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, UsageException {
        LocatedPolicy policy = where.policy(around.desk());
        String id = client.id();
        Checks.planOfTable(policy, id, plan);
        try (Connections connections = where.open(around)) {
            Observed before = dryRun.changes(around.desk())
                    .carryOut(
                            connections.registrar(around.desk().clock()),
                            new Wish.ChangePlan(id, plan),
                            id + " has plan " + plan);
            around.noteSuspension(id, before.entry());
        }
        return 0;
    }
}
