package weather.kwangle.registry.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.registry.Wish;

@Command(
        name = "resume",
        description = {"Lets a client in again that was suspended."})
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(index = "0", paramLabel = "ID", description = "The app client's id.")
    private String id = "";

    @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who does it, such as an address.")
    private String by = "";

    @Option(names = "--dry-run", description = "Prints what would change, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private final Where where = new Where();

    ResumeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, UsageException {
        Checks.clientId(id);
        Checks.text("--by", by);
        try (Connections connections = where.open(around)) {
            var _ = new Changes(around.desk(), dryRun)
                    .carryOut(
                            connections.registrar(around.desk().clock()),
                            new Wish.Resume(id, by),
                            "%s is not suspended".formatted(id));
        }
        return 0;
    }
}
