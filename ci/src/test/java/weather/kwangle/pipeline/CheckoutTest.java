package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary);
    }

    @Test
    void acceptsTheCommitOfTheBranch() {
        Shell.Outcome verified = workspace.run("verify-checkout.sh");

        assertThat(verified.exitCode()).as(verified.all()).isZero();
        assertThat(verified.output()).contains("main at " + Workspace.COMMIT);
    }

    @Test
    void refusesAnotherCommit() {
        workspace.tools().put("git-head", "fedcba9\n");

        assertFails("the work tree is at fedcba9, expected " + Workspace.COMMIT);
    }

    @Test
    void refusesAChangedWorkTree() {
        workspace.tools().put("git-status", " M helm/max-weather/values.yaml\n");

        assertFails("the work tree differs from the commit:  M helm/max-weather/values.yaml");
    }

    @Test
    void refusesACommitOfAnotherBranch() {
        workspace.tools().failOn("^git merge-base --is-ancestor " + Workspace.COMMIT + " origin/main$");

        assertFails(Workspace.COMMIT + " is not on branch main");
    }

    @Test
    void takesThePullRequestsMergeThatNoBranchHolds() {
        workspace.tools().failOn("^git merge-base");

        assertThat(workspace.set("CHANGE_ID", "7").run("verify-checkout.sh").exitCode())
                .isZero();
    }

    @Test
    void refusesACheckoutWithoutTheChart() {
        workspace.set("HELM_CHART_PATH", "./helm/no-such-chart");

        assertFails("./helm/no-such-chart/Chart.yaml is missing from the checkout");
    }

    private void assertFails(String complaint) {
        Shell.Outcome failed = workspace.run("verify-checkout.sh");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors()).contains("verify-checkout.sh: " + complaint);
    }
}
