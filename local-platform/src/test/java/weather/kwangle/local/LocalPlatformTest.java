package weather.kwangle.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.local.process.ChildJvm;

/** What keeps the platform from starting is said in one line, with exit code 2, before anything is started. */
@Tag("slow")
@Timeout(60)
class LocalPlatformTest {
    /** A root in which everything is built, as far as anyone looks before the first start. */
    @TempDir
    private Path root;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void buildEverything() throws IOException {
        for (String file : List.of(
                "api/openapi.yaml",
                "access-policy/policy/access-policy.yaml",
                "weather-service/target/weather-service.jar",
                "edge-gateway/target/edge-gateway.jar",
                "lambda-authorizer/target/function/x",
                "lambda-operations/target/function/x",
                "local-platform/target/lambda-runtime/x",
                "dynamodb-local/target/server/x")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.createFile(root.resolve(file));
        }
    }

    @Test
    void aTakenPortIsNamedWithWhoHoldsIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            Ended ended = run("--port", String.valueOf(port));

            long holder = ProcessHandle.current().pid();
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .startsWith("max-weather: port " + port + " is taken by process " + holder + " (")
                    .contains("java")
                    .endsWith("); stop it or use --port, 0 for any free port\n");
        }
    }

    @Test
    void aPartThatIsNotBuiltIsNamed() throws Exception {
        Files.delete(root.resolve("edge-gateway/target/edge-gateway.jar"));

        assertThat(run())
                .isEqualTo(new Ended(
                        2,
                        "",
                        "max-weather: edge-gateway/target/edge-gateway.jar missing in " + root
                                + "; ./max-weather run builds what is missing\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port 70000   | --port is 70000, expected 1 to 65534, or 0 for any free port
            --port eighty  | Invalid value for option '--port': 'eighty' is not an int
            --prot 80      | Unknown options: '--prot', '80'
            --shadow-policy none.yaml | --shadow-policy is none.yaml, which is no file; expected one to follow
            --break-glass .           | --break-glass is ., which is no file; expected one to follow
            """)
    void aWrongOptionIsNamed(String arguments, String message) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(new Ended(2, "", "max-weather: " + message + "\n"));
    }

    @Test
    void aContractThatCannotBeReadIsAFailureOfTheStart() throws Exception {
        Files.writeString(root.resolve("api/openapi.yaml"), "paths: [");

        Ended ended = run("--port", "0");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("max-weather: api/openapi.yaml is no YAML: ")
                .doesNotContain("\tat ");
        assertThat(root.resolve("target/platform.json")).doesNotExist();
    }

    @Test
    void aPlatformThatRunsAlreadyIsNamed() throws Exception {
        Path file = root.resolve("platform.json");
        Process other = new ProcessBuilder("sh", "-c", "read local_platform # local-platform").start();
        try {
            Files.writeString(file, "{\"pids\":{\"platform\":%d}}".formatted(other.pid()));

            assertThat(run("--port", "0", "--platform-file", file.toString()))
                    .isEqualTo(new Ended(
                            2,
                            "",
                            "max-weather: a platform runs already, process " + other.pid() + ", as " + file
                                    + " says; stop it or give another --platform-file\n"));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void helpTellsTheOptions() throws Exception {
        Ended ended = run("--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("--port", "--platform-file", "--quiet");
    }

    private Ended run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ChildJvm.ownClassPath(),
                LocalPlatform.class.getName()));
        command.addAll(List.of("--root", root.toString()));
        command.addAll(List.of(arguments));
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            return new Ended(process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
