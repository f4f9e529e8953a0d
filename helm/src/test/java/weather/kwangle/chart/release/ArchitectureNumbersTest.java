package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** The numbers and names of the customer's architecture document, sections 2 to 5 and 9, in the rendered objects. */
class ArchitectureNumbersTest {

    private static final Chart PRODUCTION = Releases.production();
    private static final Chart STAGING = Releases.staging();

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void requestsAndLimits(String name) {
        assertThat(container(PRODUCTION, name).at("resources"))
                .isEqualTo(Map.of(
                        "requests", Map.of("cpu", "200m", "memory", "256Mi"),
                        "limits", Map.of("cpu", "500m", "memory", "512Mi")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void probes(String name) {
        KubernetesObject container = container(PRODUCTION, name);
        assertThat(container.at("livenessProbe", "httpGet", "path")).isEqualTo("/health");
        assertThat(container.at("livenessProbe", "periodSeconds")).isEqualTo(10);
        assertThat(container.at("readinessProbe", "httpGet", "path")).isEqualTo("/ready");
        assertThat(container.at("readinessProbe", "periodSeconds")).isEqualTo(5);
        assertThat(container.at("startupProbe", "httpGet", "path")).isEqualTo("/startup");
        int startSeconds = (int) container.at("startupProbe", "periodSeconds")
                * (int) container.at("startupProbe", "failureThreshold");
        assertThat(startSeconds).isEqualTo(60);
        assertThat(container.at("ports", 0, "containerPort")).isEqualTo(8000);
    }

    @Test
    void environmentOfThePods() {
        assertThat((Map<?, ?>) PRODUCTION.object("ConfigMap", "weather-api").at("data"))
                .isEqualTo(Map.of(
                        "ENVIRONMENT", "production",
                        "LOG_LEVEL", "info",
                        "CLOUDWATCH_LOG_GROUP", "/aws/eks/max-weather/application",
                        "SERVER_PORT", "8000"));
        assertThat((Map<?, ?>) STAGING.object("ConfigMap", "weather-api").at("data"))
                .isEqualTo(Map.of(
                        "ENVIRONMENT", "staging",
                        "LOG_LEVEL", "debug",
                        "CLOUDWATCH_LOG_GROUP", "/aws/eks/max-weather-staging/application",
                        "SERVER_PORT", "8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void replicasOfProduction(String name) {
        KubernetesObject autoscaler = PRODUCTION.object("HorizontalPodAutoscaler", name + "-hpa");
        assertThat(autoscaler.at("spec", "minReplicas")).isEqualTo(3);
        assertThat(autoscaler.at("spec", "maxReplicas")).isEqualTo(10);
        assertThat(autoscaler.at("spec", "scaleTargetRef", "name")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void stagingStartsWithTwoAndHasLowerLimits(String name) {
        assertThat(STAGING.object("HorizontalPodAutoscaler", name + "-hpa").at("spec", "minReplicas"))
                .isEqualTo(2);
        assertThat(container(STAGING, name).at("resources", "limits"))
                .isEqualTo(Map.of("cpu", "400m", "memory", "448Mi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void autoscalingTargets(String name) {
        List<KubernetesObject> metrics =
                PRODUCTION.object("HorizontalPodAutoscaler", name + "-hpa").list("spec", "metrics");
        assertThat(metrics.get(0).at("resource"))
                .isEqualTo(Map.of("name", "cpu", "target", Map.of("type", "Utilization", "averageUtilization", 70)));
        // 80 % of the limit of 512Mi.
        assertThat(metrics.get(1).at("resource"))
                .isEqualTo(Map.of("name", "memory", "target", Map.of("type", "AverageValue", "averageValue", "410Mi")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void scalesUpByTwoPodsOrHalfWhicheverIsLessAndDownByOne(String name) {
        KubernetesObject autoscaler = PRODUCTION.object("HorizontalPodAutoscaler", name + "-hpa");
        assertThat(autoscaler.at("spec", "behavior", "scaleUp", "stabilizationWindowSeconds"))
                .isEqualTo(30);
        assertThat(autoscaler.at("spec", "behavior", "scaleUp", "selectPolicy")).isEqualTo("Min");
        assertThat(autoscaler.at("spec", "behavior", "scaleUp", "policies"))
                .isEqualTo(List.of(
                        Map.of("type", "Pods", "value", 2, "periodSeconds", 30),
                        Map.of("type", "Percent", "value", 50, "periodSeconds", 30)));
        assertThat(autoscaler.at("spec", "behavior", "scaleDown", "stabilizationWindowSeconds"))
                .isEqualTo(300);
        assertThat(autoscaler.at("spec", "behavior", "scaleDown", "policies"))
                .isEqualTo(List.of(Map.of("type", "Pods", "value", 1, "periodSeconds", 60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void podsThatADrainLeaves(String name) {
        assertThat(PRODUCTION.object("PodDisruptionBudget", name + "-pdb").at("spec", "minAvailable"))
                .isEqualTo(2);
        assertThat(STAGING.object("PodDisruptionBudget", name + "-pdb").at("spec", "minAvailable"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void rollsOnePodAtATimeWithoutEverHavingFewer(String name) {
        assertThat(PRODUCTION.object("Deployment", name).at("spec", "strategy", "rollingUpdate"))
                .isEqualTo(Map.of("maxSurge", 1, "maxUnavailable", 0));
    }

    @Test
    void theService() {
        KubernetesObject service = PRODUCTION.object("Service", "weather-api-service");
        assertThat(service.at("spec", "type")).isEqualTo("ClusterIP");
        assertThat(service.at("spec", "selector")).isEqualTo(Map.of("app", "weather-api"));
        assertThat(service.at("spec", "ports", 0, "port")).isEqualTo(80);
        assertThat(service.at("spec", "ports", 0, "targetPort")).isEqualTo(8000);
    }

    @Test
    void theIngressHostAndThePublicHosts() throws IOException {
        assertThat(PRODUCTION.object("Ingress", "max-weather").at("spec", "rules", 0, "host"))
                .isEqualTo("internal.kwangle.weather");
        assertThat(STAGING.template()).contains("# Source").doesNotContain("api.kwangle.weather");
        assertThat(Values.of("values-staging.yaml").at("global", "host")).isEqualTo("staging.kwangle.weather");
        assertThat(Values.of("values-production.yaml").at("global", "host")).isEqualTo("api.kwangle.weather");
    }

    private static KubernetesObject container(Chart release, String name) {
        return release.object("Deployment", name)
                .list("spec", "template", "spec", "containers")
                .getFirst();
    }
}
