package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry keeps what production runs. */
class PromotionTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @Test
    void bothImagesGetTheTagByTheirDigests() {
        Shell.Outcome promoted = promote();

        assertThat(promoted.exitCode()).as(promoted.all()).isZero();
        assertThat(promoted.output())
                .isEqualTo("weather-api: %s is production-42%nedge-gateway: %s is production-42%n"
                        .formatted(Workspace.WEATHER_API, Workspace.EDGE_GATEWAY));
        assertThat(workspace.tools().calls("aws ecr put-image"))
                .hasSize(2)
                .allMatch(call -> call.contains("--image-tag production-42 --image-digest sha256:"));
    }

    @Test
    void doneAgainItChangesNothing() {
        promote();

        Shell.Outcome again = promote();

        assertThat(again.exitCode()).as(again.all()).isZero();
    }

    @Test
    void aTagIsNeverMoved() {
        workspace.tools().put("promoted-edge-gateway", "sha256:other");

        Shell.Outcome refused = promote();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("promote-images.sh: edge-gateway: production-42 already names sha256:other\n");
    }

    @Test
    void anImageThatTheRegistryHasLostIsNamed() {
        workspace.tools().put("images-expired", "");

        Shell.Outcome refused = promote();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("promote-images.sh: weather-api: ECR does not hold %s%n".formatted(Workspace.WEATHER_API));
        assertThat(workspace.tools().calls("aws ecr put-image")).isEmpty();
    }

    @Test
    void whatEcrRefusesFails() {
        workspace.tools().failOn("^aws ecr put-image");

        Shell.Outcome refused = promote();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .isEqualTo("promote-images.sh: weather-api: stand-in of aws: failed as the test wants\n");
    }

    @Test
    void nothingIsPromotedByATagAlone(@TempDir Path other) {
        Shell.Outcome refused = new Workspace(other).run("promote-images.sh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("has no digest of weather-api: push-images.sh writes it");
        assertThat(workspace.tools().calls()).isEmpty();
    }

    private Shell.Outcome promote() {
        return workspace.run("promote-images.sh");
    }
}
