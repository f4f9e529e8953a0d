package weather.kwangle.chart.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.KubernetesObject;
import weather.kwangle.chart.release.Releases;

/** NGINX is a backstop: no plan's client meets its limit before the plan's own. */
class RateLimitHeadroomTest {

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theLimitIsAtLeastTwiceTheLargestPlans(String environment) throws IOException {
        Map<String, String> annotations =
                NginxConfiguration.of(Releases.of(environment)).annotations();
        assertThat(number(annotations, "nginx.org/limit-req-rate")).isGreaterThanOrEqualTo(2 * largest("rate"));
        assertThat(number(annotations, "nginx.org/limit-req-burst")).isGreaterThanOrEqualTo(2 * largest("burst"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void aVirtualServersPolicyLimitsAsTheIngressDoes(String environment) {
        Map<String, String> annotations =
                NginxConfiguration.of(Releases.of(environment)).annotations();
        KubernetesObject policy =
                Releases.of(environment).with("ingress.kind", "VirtualServer").object("Policy", "client-rate");
        assertThat(policy.at("spec", "rateLimit"))
                .isEqualTo(Map.of(
                        "key", annotations.get("nginx.org/limit-req-key"),
                        "rate", annotations.get("nginx.org/limit-req-rate"),
                        "burst", number(annotations, "nginx.org/limit-req-burst"),
                        "noDelay", true,
                        "zoneSize", annotations.get("nginx.org/limit-req-zone-size"),
                        "rejectCode", number(annotations, "nginx.org/limit-req-reject-code"),
                        "logLevel", annotations.get("nginx.org/limit-req-log-level")));
    }

    private static int largest(String limit) throws IOException {
        String yaml = Files.readString(Path.of("..", "access-policy", "policy", "access-policy.yaml"));
        Map<?, ?> policy = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return ((Map<?, ?>) policy.get("plans"))
                .values().stream()
                        .map(plan -> leadingNumber(((Map<?, ?>) plan).get(limit).toString()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
    }

    private static int number(Map<String, String> annotations, String name) {
        return leadingNumber(annotations.get(name));
    }

    private static int leadingNumber(String text) {
        return Integer.parseInt(text.replaceFirst("\\D.*", ""));
    }
}
