package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** Pods come, go and move without a request noticing. */
class AvailabilityTest {

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void noDeploymentSetsReplicasBesideItsAutoscaler(Chart release) {
        assertThat(deployments(release))
                .hasSize(2)
                .noneMatch(deployment -> deployment.has("spec", "replicas"))
                .allSatisfy(deployment -> release.object("HorizontalPodAutoscaler", deployment.name() + "-hpa"));
    }

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void aDrainAlwaysFindsAPodThatItMayTake(Chart release) {
        assertThat(deployments(release)).allSatisfy(deployment -> {
            KubernetesObject budget = release.object("PodDisruptionBudget", deployment.name() + "-pdb");
            KubernetesObject autoscaler = release.object("HorizontalPodAutoscaler", deployment.name() + "-hpa");
            assertThat((int) budget.at("spec", "minAvailable")).isLessThan((int) autoscaler.at("spec", "minReplicas"));
            assertThat(budget.at("spec", "unhealthyPodEvictionPolicy")).isEqualTo("AlwaysAllow");
            assertThat(budget.at("spec", "selector")).isEqualTo(deployment.at("spec", "selector"));
        });
    }

    @Test
    void aBudgetThatWouldBlockEveryDrainIsRefused() {
        assertThatThrownBy(Releases.production().with("weatherApi.disruptionBudget.minAvailable", "3")::template)
                .hasMessageContaining("weatherApi.disruptionBudget.minAvailable is 3, not less than"
                        + " autoscaling.minReplicas (3): no node could be drained");
    }

    @Test
    void anAutoscalerWithoutRoomIsRefused() {
        assertThatThrownBy(Releases.production().with("edgeGateway.autoscaling.maxReplicas", "2")::template)
                .hasMessageContaining("edgeGateway.autoscaling.minReplicas is 3, more than maxReplicas (2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void podsSpreadOverZonesAlwaysAndOverNodesIfTheyCan(String name) {
        List<KubernetesObject> spread = Releases.production()
                .object("Deployment", name)
                .list("spec", "template", "spec", "topologySpreadConstraints");
        assertThat(spread)
                .extracting(
                        constraint -> constraint.at("topologyKey"), constraint -> constraint.at("whenUnsatisfiable"))
                .containsExactly(
                        tuple("topology.kubernetes.io/zone", "DoNotSchedule"),
                        tuple("kubernetes.io/hostname", "ScheduleAnyway"));
        assertThat(spread.getFirst().at("nodeTaintsPolicy")).isEqualTo("Honor");
        assertThat(spread)
                .allSatisfy(constraint -> assertThat(constraint.at("labelSelector", "matchLabels", "app"))
                        .isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather-api", "edge-gateway"})
    void aPodServesOnWhileItIsTakenOutAndHasTimeToFinish(String name) {
        KubernetesObject pod = KubernetesObject.of(
                Releases.production().object("Deployment", name).at("spec", "template", "spec"));
        int pause = (int) pod.at("containers", 0, "lifecycle", "preStop", "sleep", "seconds");
        assertThat(pause).isEqualTo(10);
        assertThat(pod.at("terminationGracePeriodSeconds")).isEqualTo(45);
    }

    @Test
    void aGraceTooShortForTheRequestsUnderWayIsRefused() {
        assertThatThrownBy(Releases.production().with("shutdown.preStopSeconds", "30")::template)
                .hasMessageContaining("shutdown.graceSeconds is 45: expected at least preStopSeconds (30) and 20 s");
    }

    @Test
    void aChangedSettingRestartsThePods() {
        assertThat(configurationOf(Releases.production(), "weather-api"))
                .isEqualTo(configurationOf(Releases.production(), "weather-api"))
                .isNotEqualTo(configurationOf(Releases.production().with("logLevel", "debug"), "weather-api"));
        assertThat(configurationOf(Releases.production(), "edge-gateway"))
                .isNotEqualTo(configurationOf(
                        Releases.production().with("edgeGateway.edgeKeySecretId", "x"), "edge-gateway"));
    }

    private static Object configurationOf(Chart release, String name) {
        return release.object("Deployment", name).at("spec", "template", "metadata", "annotations", "checksum/config");
    }

    private static List<KubernetesObject> deployments(Chart release) {
        return release.render().stream()
                .filter(object -> object.kind().equals("Deployment"))
                .toList();
    }
}
