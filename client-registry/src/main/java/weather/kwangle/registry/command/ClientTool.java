package weather.kwangle.registry.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.policy.command.OneLineErrors;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.registry.RegistryException;

/** The commands and what they have in common: help, one-line errors, exit codes. */
@Command(
        name = "./max-weather client",
        description = {
            "Makes, shows, suspends and resumes clients. Every command says on standard error which table it is about.",
            "Without --environment and QUOTA_TABLE it is that of the running platform on this machine."
        },
        footer = {
            "",
            "Exit codes: 0 it is so now, 1 nobody knows the client, or it cannot be as things stand, 2 it could not be asked that way.",
            "Repeating a command is always safe."
        })
public final class ClientTool {
    private static final String NAME = "client";
    private static final int NOT_DONE = 1;

    /** Picocli asks it, for every command. */
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Tells what the command does.")
    boolean help;

    /** Started by {@code ./max-weather client}. */
    public static void main(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(new Surroundings(Desk.ofProcess(out), err, System.getenv(), Connections::open), arguments);
        out.flush();
        System.exit(code);
    }

    static int run(Surroundings around, String... arguments) {
        CommandLine tool = new CommandLine(new ClientTool())
                .addSubcommand("add", new AddCommand(around))
                .addSubcommand("show", new ShowCommand(around))
                .addSubcommand("plan", new PlanCommand(around))
                .addSubcommand("suspend", new SuspendCommand(around))
                .addSubcommand("resume", new ResumeCommand(around))
                .addSubcommand("list", new ListCommand(around));
        return OneLineErrors.run(tool, NAME, around.desk(), around.err(), ClientTool::exitCode, arguments);
    }

    private static int exitCode(Exception failure) {
        return switch (failure) {
            case RegistryException _, LedgerUnavailableException _, SdkException _ -> NOT_DONE;
            case UsageException _, PolicyParseException _, IOException _ -> OneLineErrors.BAD_USE;
            default -> OneLineErrors.NOT_THE_CALLERS_DOING;
        };
    }
}
