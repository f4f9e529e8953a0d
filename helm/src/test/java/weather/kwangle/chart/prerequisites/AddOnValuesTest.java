package weather.kwangle.chart.prerequisites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.KubernetesObject;

/** The architecture document's words about NGINX, the Cluster Autoscaler and External DNS, in their values. */
class AddOnValuesTest {
    private static final KubernetesObject NGINX = Repository.yaml("ci/cluster/values/nginx-ingress.yaml");
    private static final KubernetesObject AUTOSCALER = Repository.yaml("ci/cluster/values/cluster-autoscaler.yaml");
    private static final int LOAD_BALANCER_LETS_GO_SECONDS = 30;
    private static final int LONGEST_REQUEST_SECONDS = 29;

    @Test
    void threePodsOfNginxOneInEachZone() {
        assertThat(NGINX.at("controller", "replicaCount")).isEqualTo(3);
        assertThat(NGINX.at("controller", "topologySpreadConstraints", 0))
                .isEqualTo(Map.of(
                        "topologyKey",
                        "topology.kubernetes.io/zone",
                        "maxSkew",
                        1,
                        "whenUnsatisfiable",
                        "DoNotSchedule",
                        "labelSelector",
                        Map.of("matchLabels", Map.of("app.kubernetes.io/name", "nginx-ingress")),
                        "matchLabelKeys",
                        List.of("pod-template-hash")));
        assertThat(NGINX.at("controller", "podDisruptionBudget", "minAvailable"))
                .isEqualTo(2);
        assertThat(NGINX.at("controller", "strategy", "rollingUpdate", "maxUnavailable"))
                .isEqualTo(0);
    }

    @Test
    void nginxMakesNoLoadBalancerAndTakesTlsOnly() {
        assertThat(NGINX.at("controller", "service", "type")).isEqualTo("ClusterIP");
        assertThat(NGINX.at("controller", "service", "httpPort", "enable")).isEqualTo(false);
        assertThat(NGINX.at("controller", "service", "httpsPort", "port")).isEqualTo(443);
        assertThat(NGINX.at("controller", "ingressClass", "name")).isEqualTo("nginx");
        assertThat(NGINX.at("controller", "defaultTLS", "secret").toString()).startsWith("nginx-ingress/");
    }

    @Test
    void nginxServesUntilTheLoadBalancerHasLetGo() {
        int pause = (int) NGINX.at("controller", "lifecycle", "preStop", "sleep", "seconds");
        int grace = (int) NGINX.at("controller", "terminationGracePeriodSeconds");
        assertThat(pause).isGreaterThan(LOAD_BALANCER_LETS_GO_SECONDS);
        assertThat(grace).isGreaterThanOrEqualTo(pause + LONGEST_REQUEST_SECONDS);
    }

    @Test
    void nobodyElseWritesConfigurationOfNginxsOwn() {
        assertThat(NGINX.at("controller", "enableSnippets")).isEqualTo(false);
        assertThat(NGINX.at("controller", "enableCustomResources")).isEqualTo(true);
        assertThat(NGINX.at("controller", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(NGINX.at("controller", "config", "entries", "server-tokens")).isEqualTo("False");
    }

    @Test
    void aNodeThatIsHardlyUsedGoesAfterTenMinutes() {
        assertThat(AUTOSCALER.at("extraArgs", "scale-down-unneeded-time")).isEqualTo("10m");
    }

    @Test
    void theAutoscalerAddsNodesForPodsThatFindNoPlaceWithTheLeastWaste() {
        assertThat(AUTOSCALER.at("cloudProvider")).isEqualTo("aws");
        assertThat(AUTOSCALER.at("extraArgs", "expander")).isEqualTo("least-waste");
        assertThat(AUTOSCALER.at("image", "tag").toString()).startsWith("v1.36.");
    }

    @Test
    void theAutoscalerKeepsToTheLimitsOfTheGroupsThatTheClusterMarked() {
        assertThat(AUTOSCALER.at("autoDiscovery", "tags"))
                .isEqualTo(List.of(
                        "k8s.io/cluster-autoscaler/enabled",
                        "k8s.io/cluster-autoscaler/{{ .Values.autoDiscovery.clusterName }}"));
        // Limits of its own would stand here.
        assertThat(AUTOSCALER.has("autoscalingGroups")).isFalse();
        assertThat(AUTOSCALER.has("extraArgs", "nodes")).isFalse();
        assertThat(AUTOSCALER.has("extraArgs", "max-nodes-total")).isFalse();
    }

    @Test
    void externalDnsNeverDeletesAndNeverLeavesTheZone() {
        KubernetesObject values = Repository.yaml("ci/cluster/values/external-dns.yaml");
        assertThat(values.at("policy")).isEqualTo("upsert-only");
        assertThat(values.at("domainFilters")).isEqualTo(List.of("kwangle.weather"));
    }
}
