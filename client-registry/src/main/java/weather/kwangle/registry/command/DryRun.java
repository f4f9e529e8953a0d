package weather.kwangle.registry.command;

import picocli.CommandLine.Option;
import weather.kwangle.policy.command.Desk;

/** Whether a command only says what it would change. */
final class DryRun {
    @Option(names = "--dry-run", description = "Prints what would change, and changes nothing.")
    private boolean asked;

    boolean isAsked() {
        return asked;
    }

    Changes changes(Desk desk) {
        return new Changes(desk, asked);
    }
}
