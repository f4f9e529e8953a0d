package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeployTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @ParameterizedTest
    @CsvSource({"staging, 10m", "production, 15m"})
    void runsTheDocumentsUpgradeWithTheRecordedDigests(String environment, String timeout) {
        Shell.Outcome deployed = deploy(environment);

        assertThat(deployed.exitCode()).as(deployed.all()).isZero();
        assertThat(workspace.tools().calls("helm upgrade"))
                .containsExactly("helm upgrade --install max-weather ./helm/max-weather --create-namespace"
                        + " --namespace weather-" + environment + " --values ./helm/max-weather/values-" + environment
                        + ".yaml --set weatherApi.image.tag=42 --set global.aws.accountId=123456789012"
                        + " --set global.aws.region=us-east-1 --set weatherApi.image.digest=" + Workspace.WEATHER_API
                        + " --set edgeGateway.image.digest=" + Workspace.EDGE_GATEWAY
                        + " --description build 42, commit 0123456789ab --wait --timeout " + timeout
                        + " --rollback-on-failure");
    }

    @ParameterizedTest
    @CsvSource({"v3.22.0+g1234567, --atomic", "v4.3.1, --rollback-on-failure"})
    void saysItselfBackInTheWordsOfTheHelmAtHand(String version, String flag) {
        workspace.tools().put("helm-version", version + "\n");

        deploy("staging");

        assertThat(workspace.tools().calls("helm upgrade"))
                .singleElement()
                .asString()
                .endsWith(" " + flag);
    }

    @Test
    void theNamespaceEnforcesRestrictedPodsBeforeAnythingIsDeployed() {
        deploy("staging");

        assertThat(workspace.tools().calls())
                .containsSubsequence(
                        "kubectl create namespace weather-staging",
                        "kubectl label namespace weather-staging --overwrite"
                                + " pod-security.kubernetes.io/enforce=restricted"
                                + " pod-security.kubernetes.io/warn=restricted"
                                + " pod-security.kubernetes.io/audit=restricted",
                        workspace.tools().calls("helm upgrade").getFirst());
    }

    @Test
    void anExistingNamespaceIsLabelledOnly() {
        workspace.tools().put("namespace-weather-staging", "");

        assertThat(deploy("staging").exitCode()).isZero();

        assertThat(workspace.tools().calls("kubectl create")).isEmpty();
        assertThat(workspace.tools().calls("kubectl label")).hasSize(1);
    }

    @Test
    void recordsWhatServedBeforeAndWhichChartItDeployed() {
        workspace.revisions("staging", "superseded build 39", "deployed build 40", "failed build 41");

        deploy("staging");

        assertThat(workspace.read("target/release/staging/revision-before")).isEqualTo("2\n");
        assertThat(workspace.read("target/release/staging/chart.sha256")).matches("[0-9a-f]{64}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending-upgrade", "pending-rollback"})
    void aReleaseThatWasLeftPendingIsFirstBroughtBackToWhatServes(String status) {
        workspace.revisions("staging", "superseded build 39", "deployed build 40", status + " build 41");

        Shell.Outcome deployed = deploy("staging");

        assertThat(deployed.exitCode()).as(deployed.all()).isZero();
        assertThat(deployed.output()).contains("revision 3 is " + status + ": an earlier deployment was interrupted");
        assertThat(workspace.tools().calls("helm rollback"))
                .containsExactly("helm rollback max-weather 2 --namespace weather-staging --wait --timeout 10m");
        assertThat(workspace.read("target/release/staging/revision-before")).isEqualTo("4\n");
    }

    @Test
    void aFirstReleaseThatWasLeftPendingIsRemoved() {
        workspace.revisions("staging", "pending-install build 1");

        assertThat(deploy("staging").exitCode()).isZero();

        assertThat(workspace.tools().calls("helm uninstall")).hasSize(1);
        assertThat(workspace.read("target/release/staging/revision-before")).isEqualTo("0\n");
    }

    @Test
    void aReleaseThatIsBeingUninstalledIsLeftToAHuman() {
        workspace.revisions("staging", "uninstalling build 41");

        Shell.Outcome deployed = deploy("staging");

        assertThat(deployed.exitCode()).isEqualTo(1);
        assertThat(deployed.errors()).contains("see docs/runbooks/failed-release.md");
        assertThat(workspace.tools().calls("helm upgrade")).isEmpty();
    }

    @Test
    void aFailedUpgradeFails() {
        workspace.revisions("staging", "deployed build 41");
        workspace.tools().failOn("^helm upgrade");

        Shell.Outcome deployed = deploy("staging");

        assertThat(deployed.exitCode()).isEqualTo(1);
        assertThat(deployed.errors()).endsWith("deploy.sh: the deployment to staging failed\n");
    }

    @Test
    void aClusterThatCannotBeAskedIsNotDeployedTo() {
        workspace.revisions("staging", "deployed build 41");
        workspace.tools().failOn("^helm history");

        Shell.Outcome deployed = deploy("staging");

        assertThat(deployed.exitCode()).isEqualTo(1);
        assertThat(deployed.errors()).startsWith("deploy.sh: helm history: ");
        assertThat(workspace.tools().calls("helm upgrade")).isEmpty();
    }

    @Test
    void nothingIsDeployedByATagAlone(@TempDir Path other) {
        Workspace unpushed = new Workspace(other);

        assertThat(unpushed.run("deploy.sh", "staging").exitCode()).isEqualTo(2);

        assertThat(unpushed.tools().calls()).isEmpty();
    }

    private Shell.Outcome deploy(String environment) {
        return workspace.run("deploy.sh", environment);
    }
}
