package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

/** A command that compares a changed policy with something: with another policy, or with what was decided. */
abstract class ComparisonCommand implements Callable<Integer> {
    final Desk desk;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NEW",
            description = "The changed policy, YAML or JSON; the shipped one, if left out.")
    private Optional<Path> changed = Optional.empty();

    @Option(names = "--exit-code", description = "Ends with 1 where the text above says so.")
    private boolean exitCode;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "What is refused by hand and over by then does not count (RFC 3339, UTC).")
    private Optional<Instant> at = Optional.empty();

    ComparisonCommand(Desk desk) {
        this.desk = desk;
    }

    final AccessPolicy changedPolicy() throws IOException, PolicyParseException {
        return desk.policy(changed.orElse(desk.shippedPolicy())).policy();
    }

    final Optional<Instant> at() {
        return at;
    }

    /** @param ofIt where it is found and the caller asked for an exit code */
    final int exitCode(boolean isFound, int ofIt) {
        return exitCode && isFound ? ofIt : 0;
    }
}
