package weather.kwangle.chart.prerequisites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.KubernetesObject;
import weather.kwangle.chart.TypedModels;

/** From the load balancer's private subnets to NGINX and on to the edge gateway, and no other way. */
class WayIntoTheClusterTest {
    private static final List<Map<String, Map<String, String>>> SUBNETS = Stream.of(
                    "10.0.11.0/24", "10.0.12.0/24", "10.0.13.0/24")
            .map(cidr -> Map.of("ipBlock", Map.of("cidr", cidr)))
            .toList();

    private static final KubernetesObject BINDING = Repository.yaml("ci/cluster/target-group-binding.yaml");
    private static final KubernetesObject POLICY = Repository.yaml("ci/cluster/network-policies.yaml");

    @Test
    void nginxIsRegisteredWithTheTargetGroupOfTheAccount() {
        assertThat(BINDING.apiVersion()).isEqualTo("elbv2.k8s.aws/v1beta1");
        assertThat(BINDING.kind()).isEqualTo("TargetGroupBinding");
        assertThat(BINDING.at("metadata", "namespace"))
                .isEqualTo(PrerequisitesTest.entry("nginx-ingress").at("namespace"));
        assertThat(BINDING.at("spec", "targetGroupName")).isEqualTo("max-weather-nginx");
        assertThat(BINDING.at("spec", "targetType")).isEqualTo("ip");
        assertThat(BINDING.at("spec", "serviceRef")).isEqualTo(Map.of("name", "nginx-ingress-controller", "port", 443));
    }

    @Test
    void theSecurityGroupIsOpenedForTheLoadBalancersSubnetsAndThatPortOnly() {
        assertThat(BINDING.at("spec", "networking", "ingress"))
                .isEqualTo(List.of(Map.of("from", SUBNETS, "ports", List.of(Map.of("protocol", "TCP", "port", 443)))));
    }

    @Test
    void theNetworkPolicySaysTheSame() {
        TypedModels.check(POLICY);
        assertThat(POLICY.at("spec", "ingress")).isEqualTo(BINDING.at("spec", "networking", "ingress"));
        assertThat(POLICY.at("spec", "podSelector")).isEqualTo(Map.of());
        assertThat(POLICY.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    }

    @Test
    void nginxReachesTheEdgeGatewayNamesAndTheApiServer() {
        assertThat(POLICY.list("spec", "egress")).hasSize(3);
        assertThat(POLICY.at("spec", "egress", 0))
                .isEqualTo(Map.of(
                        "to",
                        List.of(Map.of(
                                "namespaceSelector",
                                Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "weather-production")),
                                "podSelector",
                                Map.of("matchLabels", Map.of("app", "edge-gateway")))),
                        "ports",
                        List.of(Map.of("protocol", "TCP", "port", 8000))));
        assertThat(POLICY.at("spec", "egress", 2, "ports")).isEqualTo(List.of(Map.of("protocol", "TCP", "port", 443)));
    }
}
