package weather.kwangle.chart.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;
import weather.kwangle.chart.release.Releases;

/**
 * A rolling restart under load loses no request: the new pod is ready before the old one is taken out, the old one goes on
 * serving for the chart's pause, and ends in peace within the chart's grace. Requests go the cluster's way, through NGINX
 * to the gateway and through the Service's address to the weather API.
 */
@Tag("slow")
class RollingRestartIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path GATEWAY = ROOT.resolve("edge-gateway/target/edge-gateway.jar");
    private static final Path WEATHER = ROOT.resolve("weather-service/target/weather-service.jar");
    private static final String EDGE_KEY =
            "test:" + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

    private static final Chart CHART = Releases.production();

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void endEverything() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    void replacingEveryPodFailsNoRequest() throws Exception {
        Pod oldWeather = weather("old-weather");
        oldWeather.awaitReady();
        ClusterIp service = opened(new ClusterIp(oldWeather));
        Pod oldGateway = gateway("old-gateway", service);
        oldGateway.awaitReady();
        Front front = opened(new Front(folder, oldGateway));
        Load load = new Load(front.port(), EDGE_KEY);
        try (load) {
            await().until(() -> load.answered() > 100);

            Pod newWeather = weather("new-weather");
            newWeather.awaitReady();
            service.endpoints(oldWeather, newWeather);
            service.endpoints(newWeather);
            drain("weather-api", oldWeather);

            Pod newGateway = gateway("new-gateway", service);
            newGateway.awaitReady();
            front.endpoints(oldGateway, newGateway);
            front.endpoints(newGateway);
            drain("edge-gateway", oldGateway);

            int before = load.answered();
            await().until(() -> load.answered() > before + 100);
        }

        assertThat(load.failures()).isEmpty();
        assertThat(load.answered()).isGreaterThan(500);
    }

    /** What the kubelet does with a pod that has to go, by the numbers of the rendered chart. */
    private static void drain(String deployment, Pod pod) throws InterruptedException {
        KubernetesObject spec =
                KubernetesObject.of(CHART.object("Deployment", deployment).at("spec", "template", "spec"));
        Duration pause = Duration.ofSeconds((int) spec.at("containers", 0, "lifecycle", "preStop", "sleep", "seconds"));
        Duration grace = Duration.ofSeconds((int) spec.at("terminationGracePeriodSeconds"));
        await().pollDelay(pause).atMost(grace).until(() -> true);
        assertThat(pod.stop(grace.minus(pause))).as("exit code of SIGTERM").isEqualTo(143);
    }

    private Pod weather(String name) throws IOException {
        return opened(Pod.of(WEATHER, folder.resolve(name + ".log"), Map.of()));
    }

    private Pod gateway(String name, ClusterIp service) throws IOException {
        return opened(Pod.of(
                GATEWAY,
                folder.resolve(name + ".log"),
                Map.of(
                        "EDGE_KEY",
                        EDGE_KEY,
                        "QUOTA_TABLE",
                        "none",
                        "WEATHER_SERVICE_URL",
                        "http://127.0.0.1:" + service.port())));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
