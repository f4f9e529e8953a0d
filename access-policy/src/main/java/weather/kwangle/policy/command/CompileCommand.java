package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.compile.CompiledPolicy;
import weather.kwangle.policy.compile.PolicyTooLargeException;

@Command(
        name = "compile",
        description = {
            "Writes the policy as the function gets it: JSON, the same bytes for the same rules, at most "
                    + CompiledPolicy.MAX_BYTES + " bytes."
        })
final class CompileCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    private final PolicyArgument policy = new PolicyArgument();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; standard output, if left out. With it, the version is printed.")
    private Optional<Path> output = Optional.empty();

    CompileCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, PolicyTooLargeException {
        String json = CompiledPolicy.of(policy.read(desk).policy());
        if (output.isEmpty()) {
            desk.out().print(json);
            return 0;
        }
        desk.write(output.get(), json);
        AccessPolicy compiled = AccessPolicy.parse(desk.nameOf(output.get()), json);
        desk.print("%s: version %s, %d bytes".formatted(desk.nameOf(output.get()), compiled.version(), json.length()));
        return 0;
    }
}
