package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.cases.CaseFile;
import weather.kwangle.policy.cases.CaseResult;
import weather.kwangle.policy.cases.CaseRun;
import weather.kwangle.policy.cases.Coverage;

@Command(
        name = "test",
        description = {
            "Asks the policy what the cases beside it expect, and counts what of it they looked at.",
            "Exit code 1 if a case fails, or the coverage is below --min-coverage."
        })
final class TestCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    private final PolicyArgument policy = new PolicyArgument();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "CASES",
            description = "Files of cases. Without any, the one beside the policy: access-policy.cases.yaml for"
                    + " access-policy.yaml.")
    private List<Path> cases = new ArrayList<>();

    @Option(names = "--min-coverage", paramLabel = "PERCENT", description = "The least coverage, 0 (default) to 100.")
    private int minCoverage;

    TestCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException {
        List<CaseFile> files = new ArrayList<>();
        for (Path path : cases.isEmpty() ? List.of(beside(policy.path(desk))) : cases) {
            files.add(CaseFile.parse(desk.nameOf(path), desk.text(path)));
        }
        CaseRun run = CaseRun.of(policy.read(desk), files, desk.clock().instant());
        run.results().forEach(this::print);
        print(run.coverage());
        long failed = run.results().stream().filter(result -> !result.passed()).count();
        int checks = run.results().stream().mapToInt(CaseResult::checks).sum();
        String summary =
                "%d cases, %d checks, %d cases failed".formatted(run.results().size(), checks, failed);
        desk.print(failed == 0 ? desk.paint().good(summary) : desk.paint().bad(summary));
        boolean covered = run.coverage().percent() >= minCoverage;
        if (!covered) {
            desk.print(desk.paint()
                    .bad("coverage is %d %%, expected at least %d %%"
                            .formatted(run.coverage().percent(), minCoverage)));
        }
        return run.passed() && covered ? 0 : 1;
    }

    private static Path beside(Path policy) {
        String name = String.valueOf(policy.getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
        return policy.resolveSibling(name + ".cases.yaml");
    }

    private void print(CaseResult result) {
        desk.print((result.passed() ? desk.paint().good("ok    ") : desk.paint().bad("FAIL  ")) + result.name());
        result.failures().forEach(failure -> desk.print("      " + failure));
    }

    private void print(Coverage coverage) {
        desk.print("");
        desk.print(desk.paint().heading("Coverage"));
        coverage.operations().forEach(line -> desk.print("  " + line));
        coverage.missing().forEach(point -> desk.print("  " + desk.paint().doubtful("no case: " + point)));
        desk.print("  %d of %d, %d %%".formatted(coverage.covered(), coverage.total(), coverage.percent()));
        desk.print("");
    }
}
