package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;

/** The one policy that a command is about. */
final class PolicyArgument {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "A policy, YAML or JSON; - is standard input.")
    private Optional<Path> file = Optional.empty();

    boolean isShipped() {
        return file.isEmpty();
    }

    Path path(Desk desk) {
        return file.orElse(desk.shippedPolicy());
    }

    LocatedPolicy read(Desk desk) throws PolicyParseException, IOException {
        return desk.policy(path(desk));
    }
}
