package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        EnvironmentSettings settings =
                new SettingsFiles(CloudAssembly.ROOT.resolve("cdk-app/environments")).environment("production");
        assertThat(CloudAssembly.production().resources("AWS::SNS::Subscription"))
                .isNotEmpty()
                .extracting(subscription -> subscription.text("Protocol") + " " + subscription.text("Endpoint"))
                .containsExactlyInAnyOrderElementsOf(settings.alarms().emails().stream()
                        .map("email "::concat)
                        .toList());
    }

    @Test
    void anEnvironmentWhoseAlarmsNobodyHearsIsRefused() {
        assertThatThrownBy(() -> new EnvironmentSettings.Alarms(List.of()))
                .hasMessageContaining("alarms.emails: is [], expected one address at least");
    }

    private static StackTemplate.Resource topic(CloudAssembly assembly) {
        return assembly.resources("AWS::SNS::Topic").findFirst().orElseThrow();
    }
}
