package weather.kwangle.registry.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.Wish;

@Command(
        name = "resume",
        description = {"Lets a client in again that was suspended."})
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin
    private final ClientArgument client = new ClientArgument();

    @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who does it, such as an address.")
    private String by = "";

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Mixin
    private final Where where = new Where();

    ResumeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, UsageException {
        String id = client.id();
        Checks.text("--by", by);
        try (Connections connections = where.open(around)) {
            Observed before = dryRun.changes(around.desk())
                    .carryOut(
                            connections.registrar(around.desk().clock()),
                            new Wish.Resume(id, by),
                            "%s is not suspended".formatted(id));
            if (where.nobodyKnows(id, before.entry(), around.desk())) {
                around.note("neither the table nor the policy knows %s; look whether it is the app client's id"
                        .formatted(id));
            }
        }
        return 0;
    }
}
