package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
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
            "What is refused by hand counts as it does now, or --at a time.",
            "Exit code 0, or with --exit-code 1 if something changes."
        })
final class DiffCommand extends ComparisonCommand {
    enum Format {
        text,
        json
    }

    @Parameters(index = "0", paramLabel = "OLD", description = "A policy, YAML or JSON; - is standard input.")
    private Path before = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default) or json, which lists every client.")
    private Format format = Format.text;

    @Option(names = "--time", description = "Tells in the text how long the comparison took.")
    private boolean time;

    DiffCommand(Desk desk) {
        super(desk);
    }

    @Override
    public Integer call() throws IOException, PolicyParseException {
        AccessPolicy old = desk.policy(before).policy();
        AccessPolicy changed = changedPolicy();
        long start = System.nanoTime();
        PolicyDiff diff = PolicyDiff.between(old, changed, at().orElseGet(desk.clock()::instant));
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
        return exitCode(!diff.isEmpty(), 1);
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
