package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag and the notes of a release that has succeeded. */
class ReleaseTest {

    private Workspace workspace;

    @BeforeEach
    void deploy(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary).revisions("production", "superseded build 41", "deployed build 42");
    }

    @Test
    void theReleasedCommitIsTaggedWithTheBuildNumber() {
        Shell.Outcome tagged = workspace.run("tag-release.sh");

        assertThat(tagged.exitCode()).as(tagged.all()).isZero();
        assertThat(workspace.tools().calls("git"))
                .endsWith(
                        "git -c user.name=Jenkins -c user.email=jenkins@kwangle.weather tag --annotate v42"
                                + " --message Release 42 " + Workspace.COMMIT,
                        "git push origin refs/tags/v42");
    }

    @Test
    void aTagThatIsThereAlreadyIsPushedAgainOnly() {
        workspace.tools().put("origin-git-tag", Workspace.COMMIT + "\n");

        assertThat(workspace.run("tag-release.sh").exitCode()).isZero();

        assertThat(workspace.tools().calls()).noneMatch(call -> call.contains("tag --annotate"));
    }

    @Test
    void aTagIsNeverMoved() {
        workspace.tools().put("origin-git-tag", "fedcba9\n");

        Shell.Outcome tagged = workspace.run("tag-release.sh");

        assertThat(tagged.exitCode()).isEqualTo(1);
        assertThat(tagged.errors()).isEqualTo("tag-release.sh: v42 already names fedcba9\n");
        assertThat(workspace.tools().calls("git push")).isEmpty();
    }

    @Test
    void theNotesSayWhatChangedWhatRunsAndWhoApproved() {
        workspace.tools().put("origin-git-previous-tag", "v41\n");

        Shell.Outcome written = workspace.set("APPROVED_BY", "devops-lead").run("release-notes.sh");

        assertThat(written.exitCode()).as(written.all()).isZero();
        assertThat(written.output())
                .contains("# Max Weather v42")
                .contains("approved by devops-lead")
                .contains("- weather-api `" + Workspace.WEATHER_API + "`")
                .contains("- edge-gateway `" + Workspace.EDGE_GATEWAY + "`")
                .contains("## Changes, since v41\n- Refuse an empty place (1a2b3c4)")
                .contains("build 42");
        assertThat(written.output()).endsWith("\n" + workspace.read("target/release/notes.md"));
        assertThat(workspace.tools().calls("git log"))
                .containsExactly("git log --no-merges --format=- %s (%h) v41.." + Workspace.COMMIT);
        assertThat(workspace.tools().calls("helm history"))
                .containsExactly("helm history max-weather -n weather-production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"release-notes.sh", "tag-release.sh"})
    void nothingIsSaidOfTagsThatCannotBeFetched(String step) {
        workspace.tools().failOn("^git fetch");

        assertThat(workspace.run(step).exitCode()).isEqualTo(1);

        assertThat(workspace.has("target/release/notes.md")).isFalse();
        assertThat(workspace.tools().calls("git push")).isEmpty();
    }

    @Test
    void theFirstNotesTellOfEverything() {
        assertThat(workspace.run("release-notes.sh").output()).contains("## Changes, the first release");
    }
}
