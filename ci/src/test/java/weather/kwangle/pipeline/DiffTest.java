package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
        workspace.tools().put("namespace-weather-production", "");
    }

    @Test
    void showsWhatThePluginSaysAndKeepsIt() {
        Shell.Outcome compared = diff();

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(compared.output())
                .startsWith("# max-weather in weather-production, build 42\n")
                .contains("weather-api, Deployment (apps) has changed");
        assertThat(workspace.read("target/release/production/diff.txt")).isEqualTo(compared.output());
        assertThat(workspace.tools().calls("helm diff upgrade"))
                .singleElement()
                .asString()
                .startsWith("helm diff upgrade max-weather ./helm/max-weather --namespace weather-production"
                        + " --values ./helm/max-weather/values-production.yaml --set weatherApi.image.tag=42"
                        + " --set global.aws.accountId=123456789012")
                .doesNotContain("--show-secrets");
    }

    @Test
    void aDialogGetsItsBeginningOnly() {
        diff();

        assertThat(workspace.read("target/release/production/diff-to-review.txt"))
                .isEqualTo(workspace.read("target/release/production/diff.txt"));
    }

    @Test
    void withoutThePluginTheApiServerIsAskedAndDeletionsAreNamed() {
        workspace.tools().put("helm-plugins", "");
        workspace.revisions("production", "deployed build 41");

        Shell.Outcome compared = diff();

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(compared.output()).contains("+ image: new", "deleted: thing/ConfigMap");
        assertThat(workspace.tools().calls("helm template")).allMatch(call -> call.contains("--dry-run=server"));
    }

    @Test
    void beforeTheFirstReleaseNothingIsDeleted() {
        workspace.tools().put("helm-plugins", "");

        Shell.Outcome compared = diff();

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(compared.output()).contains("+ image: new").doesNotContain("deleted");
    }

    @Test
    void inANewNamespaceEverythingIsNew() {
        workspace.tools().put("helm-plugins", "");

        Shell.Outcome compared = workspace.run("diff.sh", "staging");

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(compared.output()).contains("all of this is new", "new: thing/Deployment", "new: thing/Service");
    }

    @Test
    void noDifferenceIsNoError() {
        workspace.tools().put("helm-plugins", "");
        workspace.tools().put("kubectl-diff-exit", "0");

        assertThat(diff().exitCode()).isZero();
    }

    @Test
    void aDiffThatCouldNotBeMadeFails() {
        workspace.tools().put("helm-plugins", "");
        workspace.tools().put("kubectl-diff-exit", "2");

        Shell.Outcome compared = diff();

        assertThat(compared.exitCode()).isEqualTo(1);
        assertThat(compared.errors()).contains("kubectl diff ended with 2");
    }

    @Test
    void aPluginThatFailsFails() {
        workspace.tools().failOn("^helm diff");

        assertThat(diff().exitCode()).isEqualTo(1);
    }

    private Shell.Outcome diff() {
        return workspace.run("diff.sh", "production");
    }
}
