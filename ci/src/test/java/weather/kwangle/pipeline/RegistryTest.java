package weather.kwangle.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

    private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    private Workspace workspace;

    @BeforeEach
    void build(@TempDir Path temporary) {
        workspace = new Workspace(temporary)
                .write("target/images/weather-api.tar", Workspace.WEATHER_API)
                .write("target/images/edge-gateway.tar", Workspace.EDGE_GATEWAY)
                .write("target/registry-auth.json", "{}");
    }

    @Test
    void theRoleIsTakenByTokenAndNoKeyIsWritten() {
        workspace.write("token", "token-of-jenkins").set("AWS_WEB_IDENTITY_TOKEN_FILE", "token");

        Shell.Outcome assumed = workspace.run("assume-role.sh");

        assertThat(assumed.exitCode()).as(assumed.all()).isZero();
        assertThat(workspace.read("target/aws-config")).isEqualTo("""
                [default]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/max-weather-jenkins
                web_identity_token_file = token
                role_session_name = max-weather-42
                """);
        assertThat(assumed.all()).doesNotContain("token-of-jenkins");
    }

    @Test
    void withoutATokenThereIsNoRole() {
        Shell.Outcome refused =
                workspace.set("AWS_WEB_IDENTITY_TOKEN_FILE", "no-token").run("assume-role.sh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).isEqualTo("assume-role.sh: no-token holds no token\n");
    }

    @Test
    void theLoginIsWrittenAndNeverPrinted() {
        Shell.Outcome loggedIn = workspace.run("login-registry.sh");

        assertThat(loggedIn.exitCode()).as(loggedIn.all()).isZero();
        assertThat(loggedIn.all()).doesNotContain("secret-of-ecr");
        assertThat(workspace.read("target/registry-auth.json"))
                .isEqualTo("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}%n"
                        .formatted(REGISTRY, Base64.getEncoder().encodeToString("AWS:secret-of-ecr".getBytes(UTF_8))));
    }

    @Test
    void aNewLoginIsReadableByItsOwnerAlone() throws IOException {
        assertThat(workspace
                        .set("REGISTRY_AUTH_FILE", "target/new-auth.json")
                        .run("login-registry.sh")
                        .exitCode())
                .isZero();

        assertThat(Files.getPosixFilePermissions(workspace.path("target/new-auth.json")))
                .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
    }

    @Test
    void pushesTheTestedArchivesUnderTheBuildNumberAlone() {
        Shell.Outcome pushed = workspace.run("push-images.sh");

        assertThat(pushed.exitCode()).as(pushed.all()).isZero();
        assertThat(workspace.tools().calls("skopeo copy"))
                .containsExactly(
                        "skopeo copy --preserve-digests --authfile target/registry-auth.json"
                                + " oci-archive:target/images/weather-api.tar docker://" + REGISTRY
                                + "/max-weather/weather-api:42",
                        "skopeo copy --preserve-digests --authfile target/registry-auth.json"
                                + " oci-archive:target/images/edge-gateway.tar docker://" + REGISTRY
                                + "/max-weather/edge-gateway:42");
        assertThat(workspace.read("target/release/images"))
                .isEqualTo(
                        "weather-api %s%nedge-gateway %s%n".formatted(Workspace.WEATHER_API, Workspace.EDGE_GATEWAY));
    }

    @Test
    void aFailedPushRecordsNothing() {
        workspace.tools().failOn("^skopeo copy.*edge-gateway");

        assertThat(workspace.run("push-images.sh").exitCode()).isEqualTo(1);

        assertThat(workspace.has("target/release/images")).isFalse();
    }

    @Test
    void pushesNothingThatWasNotBuilt() throws IOException {
        Files.delete(workspace.path("target/images/weather-api.tar"));

        Shell.Outcome refused = workspace.run("push-images.sh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("weather-api.tar is missing");
    }
}
