package weather.kwangle.chart.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** What Fluent Bit may do, in AWS, in the cluster and on the network. */
class RightsTest {
    private static final Chart PRODUCTION = LoggingReleases.of("production");
    private static final String ROLE = "eks.amazonaws.com/role-arn";

    @ParameterizedTest
    @CsvSource({"production, max-weather-fluent-bit", "staging, max-weather-staging-fluent-bit"})
    void takesTheRoleOfItsEnvironment(String environment, String role) {
        assertThat(serviceAccount(LoggingReleases.of(environment)).at("metadata", "annotations", ROLE))
                .isEqualTo("arn:aws:iam::123456789012:role/" + role);
        assertThat(LoggingReleases.of(environment)
                        .object("DaemonSet", "fluent-bit")
                        .at("spec", "template", "spec", "serviceAccountName"))
                .isEqualTo("fluent-bit");
    }

    @Test
    void anAccountIsTwelveDigitsHoweverItWasGiven() {
        assertThat(serviceAccount(Chart.named("logging").withValues("global: {aws: {accountId: 123456789012}}"))
                        .at("metadata", "annotations", ROLE))
                .isEqualTo("arn:aws:iam::123456789012:role/max-weather-fluent-bit");
        assertThat(serviceAccount(PRODUCTION.with("global.aws.accountId", "012345678901"))
                        .at("metadata", "annotations", ROLE))
                .isEqualTo("arn:aws:iam::012345678901:role/max-weather-fluent-bit");
    }

    @Test
    void withoutAnAccountItHasNoRole() {
        assertThat(serviceAccount(Chart.named("logging")).has("metadata", "annotations"))
                .isFalse();
    }

    @Test
    void readsPodsAndNamespacesAndNothingElseOfTheCluster() {
        assertThat(PRODUCTION.object("ClusterRole", "max-weather-fluent-bit").at("rules"))
                .isEqualTo(List.of(Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("namespaces", "pods"),
                        "verbs", List.of("get", "list", "watch"))));
        KubernetesObject binding = PRODUCTION.object("ClusterRoleBinding", "max-weather-fluent-bit");
        assertThat(binding.at("roleRef", "name")).isEqualTo("max-weather-fluent-bit");
        assertThat(binding.at("subjects"))
                .isEqualTo(
                        List.of(Map.of("kind", "ServiceAccount", "name", "fluent-bit", "namespace", "weather-test")));
    }

    @Test
    void nobodyCallsItAndItCallsTheOutsideOverTlsOnly() {
        KubernetesObject policy = PRODUCTION.object("NetworkPolicy", "fluent-bit");
        assertThat(policy.at("spec", "podSelector")).isEqualTo(Map.of());
        assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(policy.has("spec", "ingress")).isFalse();
        assertThat(policy.at("spec", "egress", 1))
                .isEqualTo(Map.of(
                        "to",
                        List.of(Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0", "except", List.of("169.254.0.0/16")))),
                        "ports",
                        List.of(Map.of("protocol", "TCP", "port", 443))));
    }

    private static KubernetesObject serviceAccount(Chart release) {
        return release.object("ServiceAccount", "fluent-bit");
    }
}
