package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.registry.Environment;

/** The operators' commands look for what the stacks make under the names that it has. */
class ClientRegistryAgreementTest {

    @ParameterizedTest
    @EnumSource
    void tableAndUserPoolAreFoundByName(Environment environment) {
        Names names = Names.of(environment.wireName());

        assertThat(environment.quotaTable()).isEqualTo(names.quotaTable());
        assertThat(environment.userPool()).isEqualTo(names.userPool());
    }

    @ParameterizedTest
    @EnumSource
    void usagePlansAreThoseOfTheEnvironmentsPolicy(Environment environment) {
        StackTemplate edge = edge(environment);

        assertThat(edge.resources("AWS::ApiGateway::UsagePlan"))
                .extracting(plan -> plan.text("UsagePlanName"))
                .containsExactlyInAnyOrderElementsOf(
                        UsagePlans.read(CloudAssembly.ROOT.resolve(environment.policyFile())).plans().keySet().stream()
                                .map(environment::usagePlan)
                                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfTheCommandsIsNamedAndMadeAsOneOfTheStacks(Environment environment) {
        assertThat(edge(environment).resources("AWS::ApiGateway::ApiKey"))
                .extracting(key -> key.text("Name") + " " + key.text("Value"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        UsagePlans.read(CloudAssembly.ROOT.resolve(environment.policyFile())).clientIds().stream()
                                .map(client -> environment.apiKey(client) + " " + UsageKey.of(client))
                                .toList());
    }

    private static StackTemplate edge(Environment environment) {
        return switch (environment) {
            case PRODUCTION -> CloudAssembly.production().stack("max-weather-edge");
            case STAGING -> CloudAssembly.staging().stack("max-weather-staging-edge");
        };
    }
}
