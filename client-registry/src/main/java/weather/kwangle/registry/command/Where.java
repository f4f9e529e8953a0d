package weather.kwangle.registry.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkClientException;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.registry.Environment;

/** The options by which a command finds its table and its policy. */
final class Where {
    @Option(
            names = "--environment",
            paramLabel = "NAME",
            converter = EnvironmentName.class,
            description =
                    "staging or production, in AWS. Without it the table of QUOTA_TABLE, and without that the running platform's.")
    private Optional<Environment> environment = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The access policy; the environment's shipped one, if left out.")
    private Optional<Path> policy = Optional.empty();

    static final class EnvironmentName implements ITypeConverter<Environment> {
        @Override
        public Environment convert(String name) {
            return Environment.named(name)
                    .orElseThrow(() ->
                            new TypeConversionException("'" + name + "' is none, expected staging or production"));
        }
    }

    LocatedPolicy policy(Desk desk) throws IOException, PolicyParseException {
        return desk.policy(policy.orElse(
                desk.root().resolve(environment.orElse(Environment.PRODUCTION).policyFile())));
    }

    /** Whether nothing is written down of a client. No policy that cannot be read is in the way of an answer. */
    boolean nobodyKnows(String id, RegistryEntry entry, Desk desk) {
        if (!entry.equals(RegistryEntry.NOTHING)) {
            return false;
        }
        try {
            return !policy(desk).policy().clientIds().contains(id);
        } catch (IOException | PolicyParseException e) {
            return true;
        }
    }

    /** Opens the table, and says on standard error which it is. */
    Connections open(Surroundings around) throws IOException, UsageException {
        Path platform = around.desk().root().resolve("target/platform.json");
        Destination destination = Destination.of(
                environment, around.variables(), platform, around.desk().nameOf(platform));
        around.err().println(destination.description());
        try {
            return around.connect().apply(destination);
        } catch (SdkClientException e) {
            throw new UsageException(
                    "the SDK knows no way there: %s; set AWS_REGION, or AWS_PROFILE to a profile with a region"
                            .formatted(e.getMessage()));
        }
    }
}
