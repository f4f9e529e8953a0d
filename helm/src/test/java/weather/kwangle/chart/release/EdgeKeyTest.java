package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** The gateway gets the keys of the edge assertion in one of two ways, and a rotated key reaches it in both. */
class EdgeKeyTest {

    @Test
    void byDefaultItAsksSecretsManagerByItsOwnRole() {
        assertThat(environment(Releases.production()).at("EDGE_KEY_SECRET_ID")).isEqualTo("max-weather/edge-key");
        assertThat(environment(Releases.staging()).at("EDGE_KEY_SECRET_ID")).isEqualTo("max-weather-staging/edge-key");
        assertThat(environment(Releases.production()).has("EDGE_KEY_FILE")).isFalse();
        assertThat(role(Releases.production())).isEqualTo("arn:aws:iam::123456789012:role/max-weather-edge-gateway");
        assertThat(role(Releases.staging()))
                .isEqualTo("arn:aws:iam::123456789012:role/max-weather-staging-edge-gateway");
    }

    @Test
    void withExternalSecretsItReadsTheFileThatTheOperatorFills() {
        Chart release = Releases.withExternalSecrets();
        KubernetesObject secret = release.object("ExternalSecret", "edge-key");
        assertThat(secret.at("spec", "data", 0, "remoteRef", "key")).isEqualTo("max-weather/edge-key");
        KubernetesObject pod =
                KubernetesObject.of(release.object("Deployment", "edge-gateway").at("spec", "template", "spec"));
        assertThat(pod.at("volumes", 1, "secret", "secretName")).isEqualTo(secret.at("spec", "target", "name"));
        assertThat(environment(release).at("EDGE_KEY_FILE"))
                .isEqualTo(pod.at("containers", 0, "volumeMounts", 1, "mountPath") + "/"
                        + secret.at("spec", "data", 0, "secretKey"));
        assertThat(environment(release).has("EDGE_KEY_SECRET_ID")).isFalse();
    }

    @Test
    void theOperatorReadsWithTheGatewaysRoleAndNoOther() {
        assertThat(Releases.withExternalSecrets()
                        .object("SecretStore", "secrets-manager")
                        .at("spec", "provider", "aws", "auth", "jwt", "serviceAccountRef", "name"))
                .isEqualTo("edge-gateway");
    }

    @Test
    void theWeatherApiNeverSeesTheKey() {
        Chart release = Releases.withExternalSecrets();
        assertThat(release.object("ConfigMap", "weather-api").content().toString())
                .doesNotContain("EDGE_KEY");
        assertThat(release.object("Deployment", "weather-api").content().toString())
                .doesNotContain("edge-key");
    }

    private static KubernetesObject environment(Chart release) {
        return KubernetesObject.of(release.object("ConfigMap", "edge-gateway").at("data"));
    }

    private static Object role(Chart release) {
        return release.object("ServiceAccount", "edge-gateway")
                .at("metadata", "annotations", "eks.amazonaws.com/role-arn");
    }
}
