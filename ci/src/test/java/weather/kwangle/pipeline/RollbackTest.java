package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @Test
    void whatFailedItsVerificationGivesWayToWhatServedBefore() {
        workspace.revisions("production", "superseded build 40", "deployed build 41");
        workspace.run("deploy.sh", "production");

        Shell.Outcome rolledBack = rollBack();

        assertThat(rolledBack.exitCode()).as(rolledBack.all()).isZero();
        assertThat(rolledBack.output()).endsWith("rolled back: revision 4 serves, a copy of revision 2\n");
        assertThat(workspace.tools().calls("helm rollback"))
                .containsExactly("helm rollback max-weather 2 -n weather-production --wait --timeout 10m");
    }

    @Test
    void whatHelmHasTakenBackItselfIsNotTakenBackTwice() {
        workspace.revisions("production", "deployed build 41");
        workspace.tools().failOn("^helm upgrade");
        workspace.run("deploy.sh", "production");

        Shell.Outcome rolledBack = rollBack();

        assertThat(rolledBack.exitCode()).isZero();
        assertThat(rolledBack.output())
                .isEqualTo("Helm has rolled back by itself: revision 3 serves, a copy of revision 1\n");
        assertThat(workspace.tools().calls("helm rollback")).isEmpty();
    }

    @Test
    void anInterruptedUpgradeIsTakenBack() {
        workspace.revisions("production", "superseded build 40", "deployed build 41");
        workspace.write("target/release/production/revision-before", "2\n");
        workspace.revisions(
                "production", "superseded build 40", "deployed build 41", "pending-upgrade Preparing upgrade");

        assertThat(rollBack().exitCode()).isZero();

        assertThat(workspace.tools().calls("helm rollback")).hasSize(1);
    }

    @Test
    void anEarlierRollbackIsNotTakenForThisOne() {
        workspace.revisions("production", "superseded build 40", "failed build 41", "deployed Rollback to 1");
        workspace.run("deploy.sh", "production");

        assertThat(rollBack().output()).endsWith("rolled back: revision 5 serves, a copy of revision 3\n");
    }

    @Test
    void whereHelmChangedNothingNothingIsDone() {
        workspace.revisions("production", "deployed build 41");
        workspace.write("target/release/production/revision-before", "1\n");

        assertThat(rollBack().output()).isEqualTo("Helm changed nothing: revision 1 serves\n");
    }

    @Test
    void aBuildThatDeployedNothingTouchesNothing() {
        workspace.revisions("production", "deployed build 41");

        Shell.Outcome rolledBack = rollBack();

        assertThat(rolledBack.output()).isEqualTo("this build has not deployed to production: nothing to roll back\n");
        assertThat(workspace.tools().calls()).isEmpty();
    }

    @Test
    void aFirstReleaseThatFailedIsUninstalled() {
        workspace.run("deploy.sh", "production");

        Shell.Outcome rolledBack = rollBack();

        assertThat(rolledBack.output()).contains("the first release has failed: there is nothing to roll back to");
        assertThat(workspace.tools().calls("helm uninstall"))
                .containsExactly("helm uninstall max-weather -n weather-production --wait");
    }

    @Test
    void aFirstReleaseThatHelmRemovedItselfLeavesNothingToDo() {
        workspace.tools().failOn("^helm upgrade");
        workspace.run("deploy.sh", "production");

        assertThat(rollBack().output()).isEqualTo("no release is left in weather-production, as before this build\n");
    }

    @Test
    void aFailedRollbackFails() {
        workspace.revisions("production", "deployed build 41");
        workspace.run("deploy.sh", "production");
        workspace.tools().failOn("^helm rollback");

        assertThat(rollBack().exitCode()).isEqualTo(1);
    }

    private Shell.Outcome rollBack() {
        return workspace.run("rollback.sh", "production");
    }
}
