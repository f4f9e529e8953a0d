package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Place;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.lint.Contract;
import weather.kwangle.policy.lint.ContractException;
import weather.kwangle.policy.lint.Finding;
import weather.kwangle.policy.lint.LintReport;
import weather.kwangle.policy.lint.LintRule;
import weather.kwangle.policy.lint.Linter;

@Command(
        name = "lint",
        description = {
            "Looks for what a reviewer would ask about: dead rules, operations without a rule, scopes nobody can get,"
                    + " over-broad grants and more.",
            "Exit code 1 if a finding is an error."
        })
final class LintCommand implements Callable<Integer> {
    enum Format {
        text,
        json,
        sarif
    }

    private final Desk desk;

    @Mixin
    private final PolicyArgument policy = new PolicyArgument();

    @Option(
            names = "--contract",
            paramLabel = "FILE",
            description = "An OpenAPI document to compare with. The shipped policy is compared with the shipped one.")
    private Optional<Path> contract = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default), json or sarif.")
    private Format format = Format.text;

    LintCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, ContractException, PolicyParseException {
        List<Finding> findings = findings();
        LintReport report = new LintReport(findings);
        switch (format) {
            case text -> {
                findings.forEach(finding -> desk.print(painted(finding)));
                desk.print(report.summary());
            }
            case json -> desk.print(report.json());
            case sarif -> desk.print(report.sarif());
        }
        return report.hasErrors() ? 1 : 0;
    }

    private List<Finding> findings() throws IOException, ContractException, PolicyParseException {
        Optional<Path> compared =
                contract.or(() -> policy.isShipped() ? Optional.of(desk.shippedContract()) : Optional.empty());
        Optional<Contract> promised = compared.isPresent()
                ? Optional.of(Contract.parse(desk.nameOf(compared.get()), desk.text(compared.get())))
                : Optional.empty();
        LocatedPolicy located;
        try {
            located = policy.read(desk);
        } catch (PolicyParseException e) {
            return List.of(new Finding(
                    LintRule.UNREADABLE_POLICY,
                    new Place(desk.nameOf(policy.path(desk)), e.line(), e.column()),
                    e.problem()));
        }
        return Linter.lint(located, promised, desk.clock().instant());
    }

    private String painted(Finding finding) {
        return switch (finding.rule().severity()) {
            case ERROR -> desk.paint().bad(finding.toString());
            case WARNING -> desk.paint().doubtful(finding.toString());
            case NOTE -> finding.toString();
        };
    }
}
