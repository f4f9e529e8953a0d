package weather.kwangle.infra;

import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** A stack of one environment: named, placed and tagged as all of them are. */
abstract class PlatformStack extends Stack {
    private final EnvironmentSettings settings;

    /** @param concern what it is about, such as {@code network}: part of its name, and its cost-allocation tag */
    PlatformStack(Construct scope, EnvironmentSettings settings, String concern, String description) {
        super(
                scope,
                settings.names().stack(concern),
                StackProps.builder()
                        .stackName(settings.names().stack(concern))
                        .description("Max Weather, " + settings.name() + ": " + description)
                        .terminationProtection(settings.isProduction())
                        .env(Environment.builder()
                                .account(settings.account().orElse(null))
                                .region(settings.region())
                                .build())
                        .build());
        this.settings = settings;
        CostAllocation.tag(this, settings.name(), concern);
    }

    final EnvironmentSettings settings() {
        return settings;
    }

    final Names names() {
        return settings.names();
    }
}
