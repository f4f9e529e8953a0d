package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class StartupTest {
    private static final String URL = "WEATHER_SERVICE_URL=http://127.0.0.1:1";
    private static final String KEY = "EDGE_KEY=" + Edge.KEY;
    private static final String TABLE = "QUOTA_TABLE=some-table";

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                Arguments.of("WEATHER_SERVICE_URL is missing", List.of(KEY)),
                Arguments.of("WEATHER_SERVICE_URL is malformed", List.of("WEATHER_SERVICE_URL=weather:8000", KEY)),
                Arguments.of("WEATHER_SERVICE_URL is malformed", List.of("WEATHER_SERVICE_URL=file:///etc", KEY)),
                Arguments.of("WEATHER_SERVICE_URL is malformed", List.of(URL + "/api/v1", KEY)),
                Arguments.of("WEATHER_SERVICE_URL is malformed", List.of("WEATHER_SERVICE_URL=http://a:b@c", KEY)),
                Arguments.of("EDGE_KEY is missing", List.of(URL)),
                Arguments.of(
                        "EDGE_KEY and EDGE_KEY_SECRET_ID are set: set one of them",
                        List.of(URL, KEY, "EDGE_KEY_SECRET_ID=edge-key")),
                Arguments.of(
                        "EDGE_KEY_SECRET_ID and EDGE_KEY_FILE are set: set one of them",
                        List.of(URL, "EDGE_KEY_SECRET_ID=edge-key", "EDGE_KEY_FILE=/edge-key.json")),
                Arguments.of(
                        "EDGE_KEY_FILE names what gives no keys: /no/such/file cannot be read: NoSuchFileException",
                        List.of(URL, TABLE, "EDGE_KEY_FILE=/no/such/file")),
                Arguments.of("EDGE_KEY is malformed: key 1 has 6 bytes", List.of(URL, "EDGE_KEY=a:c2VjcmV0")),
                Arguments.of("QUOTA_TABLE is missing", List.of(URL, KEY)),
                Arguments.of("gateway.max-refunds is 0", List.of(URL, KEY, TABLE, "gateway.max-refunds=0")),
                Arguments.of(
                        "gateway.edge-key-refresh is PT3M", List.of(URL, KEY, TABLE, "gateway.edge-key-refresh=3m")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSettings")
    void aWrongSettingEndsTheStartWithOneLineThatNamesIt(String why, List<String> settings, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> EdgeGateway.application().run(arguments(settings)));

        assertThat(output.getOut().lines().filter(line -> !line.isBlank()))
                .singleElement()
                .satisfies(line -> {
                    JsonNode json = GatewayUnderTest.parse(line);
                    assertThat(json.get("level").asString()).isEqualTo("ERROR");
                    assertThat(json.get("message").asString()).startsWith("edge-gateway cannot start: " + why);
                });
        assertThat(output.getOut()).doesNotContain("c2VjcmV0");
        assertThat(exitCode(failure)).isEqualTo(2);
    }

    @Test
    void aStartedGatewayWritesJsonLinesOnly(CapturedOutput output) {
        List<String> settings = List.of(URL, KEY, TABLE, "SERVER_PORT=0", "ENVIRONMENT=staging", "LOG_LEVEL=info");
        try (var context = EdgeGateway.application().run(arguments(settings))) {
            assertThat(context.isRunning()).isTrue();
        }

        List<JsonNode> lines = output.getOut()
                .lines()
                .filter(line -> !line.isBlank())
                .map(GatewayUnderTest::parse)
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.propertyNames()).contains("time", "level", "message", "logger", "thread");
            assertThat(line.get("environment").asString()).isEqualTo("staging");
        });
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.get("message").asString()).startsWith("Netty started on port"));
    }

    @Test
    void debugShowsMoreOfOurOwnCodeAndNothingOfTheFrameworks(CapturedOutput output) {
        List<String> settings = List.of(URL, KEY, TABLE, "SERVER_PORT=0", "LOG_LEVEL=debug");
        try (var context = EdgeGateway.application().run(arguments(settings))) {
            Logger ours = LoggerFactory.getLogger(EdgeGateway.class);
            assertThat(ours.isDebugEnabled()).isTrue();
            assertThat(LoggerFactory.getLogger("reactor.netty.http.server").isDebugEnabled())
                    .isFalse();
            assertThat(LoggerFactory.getLogger("org.springframework.web").isDebugEnabled())
                    .isFalse();
            assertThat(context.isRunning()).isTrue();
        }
        assertThat(output.getOut()).doesNotContain("\"level\":\"DEBUG\",\"logger\":\"org.");
    }

    @Test
    void theKeysMayComeFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("edge-key.json");
        Files.writeString(file, "{\"keys\":[{\"kid\":\"k1\",\"key\":\"%s\"}]}".formatted(Edge.key(1)));
        List<String> settings = List.of(URL, TABLE, "EDGE_KEY_FILE=" + file, "SERVER_PORT=0");
        try (var context = EdgeGateway.application().run(arguments(settings))) {
            assertThat(context.isRunning()).isTrue();
        }
    }

    @Test
    void aSecretThatCannotBeReadEndsTheStart(CapturedOutput output) {
        List<String> settings = List.of(URL, TABLE, "EDGE_KEY_SECRET_ID=edge-key", "SERVER_PORT=0");

        Throwable failure =
                withAws(() -> catchThrowable(() -> EdgeGateway.application().run(arguments(settings))));

        assertThat(output.getOut().lines().filter(line -> !line.isBlank()))
                .singleElement()
                .asString()
                .contains("EDGE_KEY_SECRET_ID names what gives no keys");
        assertThat(exitCode(failure)).isEqualTo(2);
    }

    /** The SDK's own settings, with an address where nobody listens. */
    private static Throwable withAws(Supplier<Throwable> start) {
        Map<String, String> aws = Map.of(
                "aws.region", "us-east-1",
                "aws.accessKeyId", "id",
                "aws.secretAccessKey", "key",
                "aws.endpointUrlSecretsManager", "http://127.0.0.1:1");
        aws.forEach(System::setProperty);
        try {
            return start.get();
        } finally {
            aws.keySet().forEach(System::clearProperty);
        }
    }

    private static int exitCode(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream()
                .filter(ExitCodeGenerator.class::isInstance)
                .mapToInt(cause -> ((ExitCodeGenerator) cause).getExitCode())
                .findFirst()
                .orElse(-1);
    }

    private static String[] arguments(List<String> settings) {
        return Stream.concat(Stream.of("server.address=127.0.0.1", GatewayUnderTest.STOPS_AT_ONCE), settings.stream())
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
    }
}
