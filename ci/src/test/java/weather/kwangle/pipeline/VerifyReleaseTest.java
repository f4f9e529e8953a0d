package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyReleaseTest {

    private Workspace workspace;

    @BeforeEach
    void deploy(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary)
                .revisions("staging", "superseded build 41", "deployed build 42")
                .revisions("production", "superseded build 41", "deployed build 42");
    }

    @Test
    void showsWhatTheDocumentAsksForInStaging() {
        Shell.Outcome verified = workspace.run("verify-release.sh", "staging");

        assertThat(verified.exitCode()).as(verified.all()).isZero();
        assertThat(workspace.tools().calls())
                .contains(
                        "helm status max-weather -n weather-staging",
                        "kubectl get pods -l app=weather-api -n weather-staging",
                        "kubectl get hpa weather-api-hpa -n weather-staging");
    }

    @Test
    void showsWhatTheDocumentAsksForInProduction() {
        workspace.run("verify-release.sh", "production");

        assertThat(workspace.tools().calls())
                .contains(
                        "helm status max-weather -n weather-production",
                        "helm list -n weather-production",
                        "helm history max-weather -n weather-production",
                        "kubectl get pods -l app=weather-api -n weather-production",
                        "kubectl get hpa,pdb,ingress -n weather-production");
    }

    @Test
    void bothDeploymentsRunTheRecordedDigests() {
        Shell.Outcome verified = workspace.run("verify-release.sh", "production");

        assertThat(verified.output())
                .contains(
                        "weather-api: at least 2 pods are ready, all run " + Workspace.WEATHER_API,
                        "edge-gateway: at least 2 pods are ready, all run " + Workspace.EDGE_GATEWAY);
    }

    @Test
    void withoutAnAutoscalerTheDeploymentsReplicasCount() {
        workspace.tools().put("gateway-without-hpa", "");

        assertThat(workspace.run("verify-release.sh", "staging").output())
                .contains("edge-gateway: at least 1 pods are ready");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            edge-gateway-1 gateway@sha256:old true 0  | edge-gateway-1 runs gateway@sha256:old
            edge-gateway-1 gateway@DIGEST true 2      | edge-gateway-1 has restarted 2 times
            edge-gateway-1 gateway@DIGEST false 0     | 0 of 2 pods are ready
            edge-gateway-1                            | edge-gateway-1 has not started
            """)
    void saysWhatIsMissingWhenPatienceEnds(String pod, String missing) {
        workspace
                .tools()
                .put("pods-weather-staging-edge-gateway", pod.replace("DIGEST", Workspace.EDGE_GATEWAY) + "\n");

        Shell.Outcome verified = workspace.set("VERIFY_PATIENCE", "0").run("verify-release.sh", "staging");

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.errors())
                .startsWith("verify-release.sh: edge-gateway after 0 seconds: ")
                .contains(missing);
    }

    @Test
    void aReleaseThatIsNotDeployedIsNotVerified() {
        workspace.revisions("staging", "superseded build 40", "failed build 42");

        Shell.Outcome verified = workspace.run("verify-release.sh", "staging");

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.errors()).contains("revision 2 is 'failed', expected deployed");
    }
}
