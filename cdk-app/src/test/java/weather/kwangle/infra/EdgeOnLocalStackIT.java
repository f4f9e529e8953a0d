package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.localstack.LocalStackContainer;

/**
 * Our templates of the edge in LocalStack, where the authorizer runs in a container of AWS's own image. What is asked
 * there, and what LocalStack does otherwise than AWS, is in {@code edge_on_emulator.py}; MiniStack is asked the same
 * by {@code check-edge-on-emulator}, without Docker.
 */
@Tag("slow")
class EdgeOnLocalStackIT {
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";
    private static final Path WORK = CloudAssembly.ROOT.resolve("cdk-app/target/emulator");

    @BeforeEach
    void needsATokenAndDocker() {
        // In this order: Testcontainers warns of much when it looks for Docker.
        if (System.getenv(TOKEN) == null) {
            skip(TOKEN + " is not set");
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("there is no Docker");
        }
    }

    private static void skip(String missing) {
        System.out.println("LocalStack: not tried, it takes Docker and " + TOKEN + ": " + missing);
        abort(missing);
    }

    @Test
    void theEdgeIsDeployedAndLetsAClientIn() throws Exception {
        CloudAssembly.synthesize(WORK.resolve("assembly"), List.of("staging", "--without-domain"));
        int backend = freePort();
        Testcontainers.exposeHostPorts(backend);
        try (LocalStackContainer emulator = new LocalStackContainer(
                        requireNonNull(System.getProperty("localstack.image")))
                .withEnv(TOKEN, requireNonNull(System.getenv(TOKEN)))
                // The functions are for arm64; nothing in them is.
                .withEnv("LAMBDA_IGNORE_ARCHITECTURE", "1")) {
            emulator.start();
            String host = "http://" + GenericContainer.INTERNAL_HOST_HOSTNAME + ":" + backend;
            assertThat(ask(emulator.getEndpoint().toString(), host))
                    .withFailMessage(
                            () -> "check-edge-on-emulator is not content; LocalStack said:\n" + emulator.getLogs())
                    .isZero();
        }
    }

    private static int ask(String endpoint, String backend) throws IOException, InterruptedException {
        String script = CloudAssembly.ROOT
                .resolve("cdk-app/src/test/sh/check-edge-on-emulator")
                .toString();
        return new ProcessBuilder(script, "--endpoint", endpoint, "--backend", backend)
                .inheritIO()
                .start()
                .waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
