package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.kms.Key;

class AlarmTopicTest {

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @Test
    void eachEnvironmentHasItsOwnTopic() {
        assertThat(topic(CloudAssembly.production()).text("TopicName")).isEqualTo("max-weather-alarms");
        assertThat(topic(CloudAssembly.staging()).text("TopicName")).isEqualTo("max-weather-staging-alarms");
    }

    /** With AWS's own key for SNS alarms could not publish. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void itIsEncryptedWithTheEnvironmentsKey(CloudAssembly assembly) {
        assertThat(topic(assembly).property("KmsMasterKeyId").toString()).contains("-encryption");
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void alarmsOfTheAccountMayPublishAndNobodyWithoutTls(CloudAssembly assembly) {
        JsonNode statements = assembly.resources("AWS::SNS::TopicPolicy")
                .findFirst()
                .orElseThrow()
                .property("PolicyDocument", "Statement");
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0).path("Effect").asText()).isEqualTo("Deny");
        assertThat(statements.get(0).at("/Condition/Bool/aws:SecureTransport").asText())
                .isEqualTo("false");
        assertThat(statements.get(1).at("/Principal/Service").asText()).isEqualTo("cloudwatch.amazonaws.com");
        assertThat(statements
                        .get(1)
                        .at("/Condition/StringEquals/aws:SourceAccount/Ref")
                        .asText())
                .isEqualTo("AWS::AccountId");
    }

    @Test
    void eachAddressOfTheSettingsSubscribes() {
        EnvironmentSettings production =
                new SettingsFiles(CloudAssembly.ROOT.resolve("cdk-app/environments")).environment("production");
        EnvironmentSettings settings = new EnvironmentSettings(
                production.name(),
                production.account(),
                production.region(),
                production.zones(),
                production.domain(),
                production.cluster(),
                production.nodes(),
                production.authorizer(),
                production.signIn(),
                production.logs(),
                new EnvironmentSettings.Alarms(List.of("on-call@kwangle.weather", "lead@kwangle.weather")));
        Stack stack = new Stack(new App(), "Topic");
        new AlarmTopic(stack, settings, new Key(stack, "Key"));
        assertThat(Template.fromStack(stack)
                        .findResources("AWS::SNS::Subscription")
                        .values())
                .extracting(Object::toString)
                .hasSize(2)
                .anyMatch(subscription -> subscription.contains("Endpoint=on-call@kwangle.weather"))
                .anyMatch(subscription -> subscription.contains("Endpoint=lead@kwangle.weather"));
    }

    private static StackTemplate.Resource topic(CloudAssembly assembly) {
        return assembly.resources("AWS::SNS::Topic").findFirst().orElseThrow();
    }
}
