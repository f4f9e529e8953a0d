package weather.kwangle.chart.release;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** What NGINX lets in is what the public contract has, and it all goes to the edge gateway. */
class WayInTest {

    private static final Path CONTRACT = Chart.named(".").folder().resolve("../api/openapi.yaml");
    private static final Pattern PATH = Pattern.compile("^  (/[^:]+):$", Pattern.MULTILINE);

    @Test
    void theIngressHasThePathsOfTheContractAndHealth() throws IOException {
        Set<Object> paths =
                Releases.production()
                        .object("Ingress", "max-weather")
                        .list("spec", "rules", 0, "http", "paths")
                        .stream()
                        .map(path -> path.at("path"))
                        .collect(toCollection(TreeSet::new));
        assertThat(paths).isEqualTo(contractAndHealth());
    }

    @Test
    void theVirtualServerHasThePathsOfTheContractAndHealth() throws IOException {
        Set<Object> paths =
                Releases.withVirtualServer().object("VirtualServer", "max-weather").list("spec", "routes").stream()
                        .map(route -> ((String) route.at("path")).substring("=".length()))
                        .collect(toCollection(TreeSet::new));
        assertThat(paths).isEqualTo(contractAndHealth());
    }

    @Test
    void everyPathIsExactAndLeadsToTheEdgeGateway() {
        KubernetesObject ingress = Releases.production().object("Ingress", "max-weather");
        assertThat(ingress.at("spec", "ingressClassName")).isEqualTo("nginx");
        assertThat(ingress.list("spec", "rules", 0, "http", "paths")).allSatisfy(path -> {
            assertThat(path.at("pathType")).isEqualTo("Exact");
            assertThat(path.at("backend", "service", "name")).isEqualTo("edge-gateway-service");
            assertThat(path.at("backend", "service", "port", "number")).isEqualTo(80);
        });
    }

    @Test
    void anIngressOrAVirtualServerButNeverBoth() {
        assertThat(Releases.production().render())
                .noneMatch(object -> object.apiVersion().startsWith("k8s.nginx.org"));
        assertThat(Releases.withVirtualServer().render())
                .noneMatch(object -> object.kind().equals("Ingress"));
    }

    @Test
    void bothLimitAClientAlike() {
        KubernetesObject ingress = KubernetesObject.of(
                Releases.production().object("Ingress", "max-weather").at("metadata", "annotations"));
        KubernetesObject policy = KubernetesObject.of(
                Releases.withVirtualServer().object("Policy", "client-rate").at("spec", "rateLimit"));
        assertThat(ingress.at("nginx.org/limit-req-key")).isEqualTo(policy.at("key"));
        assertThat(ingress.at("nginx.org/limit-req-rate")).isEqualTo(policy.at("rate"));
        assertThat(ingress.at("nginx.org/limit-req-burst"))
                .isEqualTo(policy.at("burst").toString());
        assertThat(ingress.at("nginx.org/limit-req-zone-size")).isEqualTo(policy.at("zoneSize"));
        assertThat(ingress.at("nginx.org/limit-req-reject-code"))
                .isEqualTo(policy.at("rejectCode").toString());
    }

    @Test
    void theGatewayFindsTheWeatherApiByItsServicesName() {
        assertThat(Releases.production().object("ConfigMap", "edge-gateway").at("data", "WEATHER_SERVICE_URL"))
                .isEqualTo("http://"
                        + Releases.production()
                                .object("Service", "weather-api-service")
                                .name());
    }

    private static Set<Object> contractAndHealth() throws IOException {
        Set<Object> paths = PATH.matcher(Files.readString(CONTRACT))
                .results()
                .map(found -> (Object) found.group(1))
                .collect(toCollection(TreeSet::new));
        assertThat(paths).contains("/forecast", "/usage");
        paths.add("/health");
        return paths;
    }
}
