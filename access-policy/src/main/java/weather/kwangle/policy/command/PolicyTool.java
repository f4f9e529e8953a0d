package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.claims.TooManyClaimSetsException;
import weather.kwangle.policy.compile.PolicyTooLargeException;
import weather.kwangle.policy.explain.TokenException;
import weather.kwangle.policy.lint.ContractException;

/** The commands and what they have in common: help, one-line errors, exit codes. */
@Command(
        name = "./max-weather policy",
        description = "Reads, checks and compares access policies. Without FILE it is the shipped one.",
        footer = {
            "",
            "Exit codes: 0 all is well, 1 the command found what it looks for, 2 it could not be asked that way.",
            "Colour only on a terminal, and not where NO_COLOR is set."
        })
public final class PolicyTool {
    /** Picocli asks it, for every command. */
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Tells what the command does.")
    boolean help;

    /** Started by {@code ./max-weather policy}. */
    public static void main(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(Desk.ofProcess(out), err, arguments);
        out.flush();
        System.exit(code);
    }

    static int run(Desk desk, PrintWriter err, String... arguments) {
        CommandLine tool = new CommandLine(new PolicyTool())
                .addSubcommand("lint", new LintCommand(desk))
                .addSubcommand("test", new TestCommand(desk))
                .addSubcommand("explain", new ExplainCommand(desk))
                .addSubcommand("diff", new DiffCommand(desk))
                .addSubcommand("replay", new ReplayCommand(desk))
                .addSubcommand("compile", new CompileCommand(desk));
        return OneLineErrors.run(tool, "policy", desk, err, PolicyTool::exitCode, arguments);
    }

    private static int exitCode(Exception failure) {
        return failure instanceof PolicyParseException
                        || failure instanceof ContractException
                        || failure instanceof TokenException
                        || failure instanceof PolicyTooLargeException
                        || failure instanceof TooManyClaimSetsException
                        || failure instanceof IOException
                ? OneLineErrors.BAD_USE
                : OneLineErrors.NOT_THE_CALLERS_DOING;
    }
}
