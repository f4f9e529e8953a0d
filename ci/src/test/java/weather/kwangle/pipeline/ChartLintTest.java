package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartLintTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @Test
    void lintsAndRendersWithWhatIsAboutToBeDeployed() {
        Shell.Outcome linted = workspace.run("lint-chart.sh", "staging");

        assertThat(linted.exitCode()).as(linted.all()).isZero();
        assertThat(linted.output()).contains("rendered 2 objects");
        assertThat(workspace.tools().calls("helm lint"))
                .containsExactly(
                        "helm lint --strict ./helm/max-weather",
                        "helm lint --strict ./helm/max-weather --namespace weather-staging"
                                + " --values ./helm/max-weather/values-staging.yaml --set weatherApi.image.tag=42"
                                + " --set global.aws.accountId=123456789012 --set global.aws.region=us-east-1"
                                + " --set weatherApi.image.digest=" + Workspace.WEATHER_API
                                + " --set edgeGateway.image.digest=" + Workspace.EDGE_GATEWAY);
        assertThat(workspace.tools().calls("helm template")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"lint-chart.sh, helm template", "diff.sh, helm diff upgrade", "deploy.sh, helm upgrade"})
    void theTestsImageIsTheOneThatIsLockedWhereverTheReleaseIsDescribed(String step, String call) {
        String digest = "sha256:" + "c".repeat(64);
        workspace.write(
                "ci/images.lock",
                workspace.read("ci/images.lock").replaceFirst("(library/busybox\\S+) \\S+", "$1 " + digest));

        assertThat(workspace.run(step, "staging").exitCode()).isZero();

        assertThat(workspace.tools().calls(call))
                .singleElement()
                .asString()
                .contains(" --set helmTest.image.digest=" + digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^helm lint", "^helm template", "^kubectl apply"})
    void whateverIsNotSoundFails(String call) {
        workspace.tools().put("namespace-weather-staging", "");
        workspace.tools().failOn(call);

        assertThat(workspace.run("lint-chart.sh", "staging").exitCode()).isNotZero();
    }

    @Test
    void theClusterIsAskedForWarningsAboutDeprecatedApis() {
        workspace.tools().put("namespace-weather-staging", "");

        assertThat(workspace.run("lint-chart.sh", "staging").exitCode()).isZero();

        assertThat(workspace.tools().calls("kubectl apply"))
                .singleElement()
                .asString()
                .contains("--dry-run=server --warnings-as-errors");
    }

    @Test
    void aTestPodThatAnEarlierReleaseLeftIsNotInTheWay() {
        workspace.tools().put("namespace-weather-staging", "");
        workspace.tools().put("test-pod-weather-staging", "");

        Shell.Outcome linted = workspace.run("lint-chart.sh", "staging");

        assertThat(linted.exitCode()).as(linted.all()).isZero();
    }

    @Test
    void withoutAClusterNoneIsAsked() {
        Shell.Outcome linted = workspace.unset("KUBECONFIG").run("lint-chart.sh", "staging");

        assertThat(linted.exitCode()).isZero();
        assertThat(linted.output()).endsWith("no KUBECONFIG: no API server was asked\n");
        assertThat(workspace.tools().calls("kubectl")).isEmpty();
    }

    @Test
    void whatIsRenderedIsNotArchived() {
        workspace.run("lint-chart.sh", "staging");

        assertThat(workspace.has("target/rendered-staging.yaml")).isTrue();
        assertThat(workspace.has("target/release/staging")).isFalse();
    }

    @Test
    void productionGetsTheChartThatStagingGot() {
        workspace.run("deploy.sh", "staging");

        Shell.Outcome linted = workspace.run("lint-chart.sh", "production");

        assertThat(linted.exitCode()).as(linted.all()).isZero();
        assertThat(linted.output()).startsWith("the chart is the one that staging deployed\n");
    }

    @Test
    void productionIsRefusedAChartThatChangedSinceStaging() {
        workspace.run("deploy.sh", "staging");
        workspace.write("helm/max-weather/values-production.yaml", "minReplicas: 1\n");

        Shell.Outcome linted = workspace.run("lint-chart.sh", "production");

        assertThat(linted.exitCode()).isEqualTo(1);
        assertThat(linted.errors()).isEqualTo("lint-chart.sh: the chart is not the one that staging deployed\n");
    }

    @Test
    void productionIsRefusedWhatStagingNeverSaw() {
        Shell.Outcome linted = workspace.run("lint-chart.sh", "production");

        assertThat(linted.exitCode()).isEqualTo(2);
        assertThat(linted.errors()).contains("nothing says which chart staging deployed");
    }
}
