package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.diff.DiffReport;
import weather.kwangle.policy.diff.PolicyDiff;

@Command(
        name = "diff",
        description = {
            "Tells exactly who gains and who loses access between two policies: the smallest sets of scopes and groups,"
                    + " with an example for each. That nothing changes is a proof.",
            "Exit code 0, or with --exit-code 1 if something changes."
        })
final class DiffCommand implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    private final Desk desk;

    @Parameters(index = "0", paramLabel = "OLD", description = "A policy, YAML or JSON; - is standard input.")
    private Path before = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "NEW", description = "Another; the shipped one, if left out.")
    private Optional<Path> after = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default) or json, which lists every client.")
    private Format format = Format.text;

    @Option(names = "--exit-code", description = "Ends with 1 if something changes.")
    private boolean exitCode;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "What is refused by hand and over by then does not count (RFC 3339, UTC); now, if left out.")
    private Optional<Instant> at = Optional.empty();

    @Option(names = "--time", description = "Tells in the text how long the comparison took.")
    private boolean time;

    DiffCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException {
        AccessPolicy old = desk.policy(before).policy();
        AccessPolicy changed = desk.policy(after.orElse(desk.shippedPolicy())).policy();
        long start = System.nanoTime();
        PolicyDiff diff = PolicyDiff.between(old, changed, at.orElseGet(desk.clock()::instant));
        long nanos = System.nanoTime() - start;
        DiffReport report = new DiffReport(old, changed, diff);
        switch (format) {
            case text -> {
                report.text().forEach(this::print);
                if (time) {
                    desk.print("compared in %d ms".formatted(nanos / 1_000_000));
                }
            }
            case json -> desk.print(report.json());
        }
        return exitCode && !diff.isEmpty() ? 1 : 0;
    }

    private void print(DiffReport.Line line) {
        desk.print(
                switch (line.kind()) {
                    case HEADING -> desk.paint().heading(line.text());
                    case GAIN -> desk.paint().good(line.text());
                    case LOSS -> desk.paint().bad(line.text());
                    case OTHER -> line.text();
                });
    }
}
