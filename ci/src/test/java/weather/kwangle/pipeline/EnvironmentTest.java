package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @ParameterizedTest
    @CsvSource({"staging, max-weather-staging-cluster", "production, max-weather-production-cluster"})
    void eachEnvironmentHasItsOwnCluster(String environment, String cluster) {
        assertThat(workspace.run("use-cluster.sh", environment).exitCode()).isZero();

        assertThat(workspace.tools().calls())
                .containsExactly("aws eks update-kubeconfig --region us-east-1 --name " + cluster
                        + " --kubeconfig target/kubeconfig");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "use-cluster.sh",
                "deploy.sh",
                "diff.sh",
                "policy-diff.sh",
                "deploy-policy.sh",
                "break-glass.sh",
                "rollback.sh",
                "verify-release.sh",
                "smoke.sh",
                "wake-nodes.sh"
            })
    void aStepThatIsToldNoEnvironmentDoesNothing(String step) {
        Shell.Outcome refused = workspace.run(step);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo(step + ": no environment: expected staging or production\n");
        assertThat(workspace.tools().calls()).isEmpty();
    }

    @Test
    void twoEnvironmentsAreOneTooMany() {
        Shell.Outcome refused = workspace.run("deploy.sh", "staging", "production");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo("deploy.sh: two environments: 'staging' and 'production'\n");
    }

    @Test
    void aMissingVariableIsNamedWithWhatItIs() {
        Shell.Outcome refused = workspace.unset("EKS_CLUSTER_NAME_STAGING").run("use-cluster.sh", "staging");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors())
                .isEqualTo(
                        "use-cluster.sh: EKS_CLUSTER_NAME_STAGING is not set: expected the name of the staging cluster\n");
    }
}
