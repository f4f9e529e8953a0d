package weather.kwangle.infra;

import software.amazon.awscdk.App;

/** The stacks of one environment, in the order in which they need each other. */
final class PlatformStacks {

    PlatformStacks(App app, EnvironmentSettings settings, ProductFiles files) {
        EncryptionStack encryption = new EncryptionStack(app, settings);
        new NetworkStack(app, settings, encryption.key());
        var _ = settings.domain().map(domain -> new DomainStack(app, settings, domain));
        new IdentityStack(app, settings);
        new DataStack(app, settings, files, encryption.key());
    }
}
