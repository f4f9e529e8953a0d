package weather.kwangle.registry.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.Wish;

@Command(
        name = "suspend",
        description = {
            "Shuts a client out, whatever it holds; within 30 seconds everywhere. Its plan and what it has used stay.",
            "It always works, also for a client that the policy names."
        })
final class SuspendCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final ClientArgument client = new ClientArgument();

    @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who does it, such as an address.")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why, for the other operators.")
    private String why = "";

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends by itself (RFC 3339, UTC).")
    private Optional<Instant> until = Optional.empty();

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Mixin
    private final Where where = new Where();

    SuspendCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, UsageException {
        String id = client.id();
        Checks.text("--by", by);
        Checks.text("--why", why);
        Checks.future(until, around.desk().clock().instant());
        try (Connections connections = where.open(around)) {
            Observed before = dryRun.changes(around.desk())
                    .carryOut(
                            connections.registrar(around.desk().clock()),
                            new Wish.Suspend(id, by, why, until),
                            "%s is suspended so already".formatted(id));
            if (where.nobodyKnows(id, before.entry(), around.desk())) {
                around.note("neither the table nor the policy knew %s before; look whether it is the app client's id"
                        .formatted(id));
            }
        }
        return 0;
    }
}
