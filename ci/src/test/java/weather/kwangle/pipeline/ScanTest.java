package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {

    private Workspace workspace;

    @BeforeEach
    void build(@TempDir Path temporary) {
        workspace = new Workspace(temporary)
                .write("target/images/weather-api.tar", Workspace.WEATHER_API)
                .write("target/images/edge-gateway.tar", Workspace.EDGE_GATEWAY);
    }

    @Test
    void looksThroughTheSourcesAndBothImages() {
        assertThat(workspace.run("scan.sh").exitCode()).isZero();

        assertThat(workspace.tools().calls())
                .hasSize(3)
                .allMatch(call -> call.contains("--severity HIGH,CRITICAL --exit-code 1"))
                .anyMatch(call -> call.startsWith("trivy filesystem"))
                .anyMatch(call -> call.endsWith("--input target/images/weather-api.tar"))
                .anyMatch(call -> call.endsWith("--input target/images/edge-gateway.tar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trivy filesystem", "weather-api.tar", "edge-gateway.tar"})
    void aFindingAnywhereFails(String where) {
        workspace.tools().failOn(where);

        assertThat(workspace.run("scan.sh").exitCode()).isEqualTo(1);
    }

    @Test
    void saysWhereTrivyComesFrom() {
        Shell.Outcome refused = workspace.runWithoutTools("scan.sh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo("scan.sh: trivy is not on PATH: see https://trivy.dev\n");
    }
}
