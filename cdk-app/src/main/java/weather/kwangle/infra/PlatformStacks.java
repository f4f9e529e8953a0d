package weather.kwangle.infra;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;

/** The stacks of one environment, in the order in which they need each other. */
final class PlatformStacks {

    PlatformStacks(App app, EnvironmentSettings settings) {
        EncryptionStack encryption = new EncryptionStack(app, settings);
        NetworkStack network = new NetworkStack(app, settings, encryption.key());
        Optional<DomainStack> domain = settings.domain().map(named -> new DomainStack(app, settings, named));
        new LogArchiveStack(app, settings, encryption.key(), List.of(network));
        new ObservabilityStack(
                app,
                settings,
                encryption.key(),
                new WatchedResources(
                        "net/" + settings.names().prefix() + "/0123456789abcdef",
                        "targetgroup/" + settings.names().targetGroup() + "/0123456789abcdef",
                        network.natGateways(),
                        domain.map(stack -> stack.certificate().getCertificateArn())),
                List.of(network));
    }
}
