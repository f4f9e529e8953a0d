package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** Who can open a connection to whom: the policies read as a cluster's network reads them, over every pair of pods. */
class NetworkPoliciesTest {

    private static final String OWN = "weather-production";

    /** Who might talk or be talked to. */
    private record Peer(String name, String namespace, Map<String, String> labels) {}

    private static final List<Peer> PEERS = List.of(
            new Peer("nginx", "nginx-ingress", Map.of("app.kubernetes.io/name", "nginx-ingress")),
            new Peer("a pod beside nginx", "nginx-ingress", Map.of("app.kubernetes.io/name", "other")),
            new Peer("an impostor's nginx", "elsewhere", Map.of("app.kubernetes.io/name", "nginx-ingress")),
            new Peer("edge-gateway", OWN, Map.of("app", "edge-gateway")),
            new Peer("an impostor's edge-gateway", "elsewhere", Map.of("app", "edge-gateway")),
            new Peer("weather-api", OWN, Map.of("app", "weather-api")),
            new Peer("test", OWN, Map.of("app", "max-weather-test")),
            new Peer("stranger", OWN, Map.of("app", "max-weather-stranger")),
            new Peer("any other pod", OWN, Map.of("app", "other")),
            new Peer("dns", "kube-system", Map.of("k8s-app", "kube-dns")));

    @Test
    void onlyTheWayOfARequestIsOpen() {
        assertThat(open(Releases.production(), "TCP", 8000))
                .containsExactlyInAnyOrder(
                        "nginx -> edge-gateway",
                        "edge-gateway -> weather-api",
                        "test -> edge-gateway",
                        "test -> weather-api");
    }

    @Test
    void noOtherPortIsOpen() {
        for (int port : new int[] {22, 80, 443, 8001, 8080, 9090, 10250}) {
            assertThat(open(Releases.production(), "TCP", port))
                    .as("port %d", port)
                    .isEmpty();
        }
    }

    @Test
    void namesAreResolvedByWhoeverCalls() {
        assertThat(open(Releases.production(), "UDP", 53))
                .containsExactlyInAnyOrder("edge-gateway -> dns", "test -> dns", "stranger -> dns");
    }

    @Test
    void onlyTheGatewayCallsAwsAndNeverTheNodesOwnAddress() {
        KubernetesObject gateway = Releases.production().object("NetworkPolicy", "edge-gateway");
        assertThat(outside(gateway))
                .containsExactly(Map.of("ipBlock", Map.of("cidr", "0.0.0.0/0", "except", List.of("169.254.0.0/16"))));
        assertThat(Releases.production().render())
                .filteredOn(object ->
                        object.kind().equals("NetworkPolicy") && !object.name().equals("edge-gateway"))
                .isNotEmpty()
                .allSatisfy(policy -> assertThat(outside(policy)).isEmpty());
    }

    @Test
    void withExternalSecretsTheGatewayReachesTheTableAllTheSame() {
        assertThat(outside(Releases.withExternalSecrets().object("NetworkPolicy", "edge-gateway")))
                .isEqualTo(outside(Releases.production().object("NetworkPolicy", "edge-gateway")));
    }

    private static List<Object> outside(KubernetesObject policy) {
        return rules(policy, "egress").stream()
                .flatMap(rule -> rule.list("to").stream())
                .filter(peer -> peer.has("ipBlock"))
                .map(peer -> (Object) peer.content())
                .toList();
    }

    private static Set<String> open(Chart release, String protocol, int port) {
        List<KubernetesObject> policies = release.render().stream()
                .filter(object -> object.kind().equals("NetworkPolicy"))
                .toList();
        Set<String> open = new TreeSet<>();
        for (Peer from : PEERS) {
            for (Peer to : PEERS) {
                boolean touchesUs =
                        from.namespace().equals(OWN) || to.namespace().equals(OWN);
                if (touchesUs
                        && allows(policies, "egress", from, to, protocol, port)
                        && allows(policies, "ingress", to, from, protocol, port)) {
                    open.add(from.name() + " -> " + to.name());
                }
            }
        }
        return open;
    }

    /** Whether what selects {@code subject} lets {@code other} through; a pod outside our namespace has no policy here. */
    private static boolean allows(
            List<KubernetesObject> policies, String direction, Peer subject, Peer other, String protocol, int port) {
        String type = direction.equals("egress") ? "Egress" : "Ingress";
        List<KubernetesObject> selecting = policies.stream()
                .filter(policy -> subject.namespace().equals(OWN)
                        && ((List<?>) policy.at("spec", "policyTypes")).contains(type)
                        && selects(policy.at("spec", "podSelector"), subject.labels()))
                .toList();
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(policy -> rules(policy, direction).stream())
                        .anyMatch(rule -> names(rule, direction.equals("egress") ? "to" : "from", other)
                                && rule.list("ports").stream()
                                        .anyMatch(open -> open.at("protocol").equals(protocol)
                                                && open.at("port").equals(port)));
    }

    private static List<KubernetesObject> rules(KubernetesObject policy, String direction) {
        return policy.has("spec", direction) ? policy.list("spec", direction) : List.of();
    }

    private static boolean names(KubernetesObject rule, String peers, Peer other) {
        return rule.list(peers).stream().filter(peer -> !peer.has("ipBlock")).anyMatch(peer -> {
            boolean namespace = peer.has("namespaceSelector")
                    ? selects(peer.at("namespaceSelector"), Map.of("kubernetes.io/metadata.name", other.namespace()))
                    : other.namespace().equals(OWN);
            return namespace && (!peer.has("podSelector") || selects(peer.at("podSelector"), other.labels()));
        });
    }

    private static boolean selects(Object selector, Map<String, String> labels) {
        KubernetesObject of = KubernetesObject.of(selector);
        boolean matches =
                !of.has("matchLabels") || labels.entrySet().containsAll(((Map<?, ?>) of.at("matchLabels")).entrySet());
        return matches
                && (!of.has("matchExpressions")
                        || of.list("matchExpressions").stream()
                                .allMatch(
                                        expression -> expression.at("operator").equals("In")
                                                && ((List<?>) expression.at("values"))
                                                        .contains(labels.get((String) expression.at("key")))));
    }
}
