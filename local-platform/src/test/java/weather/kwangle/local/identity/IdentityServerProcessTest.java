package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(60)
class IdentityServerProcessTest {
    @Test
    void announces_its_issuer_once_it_is_ready() throws Exception {
        Process server = start();
        try (BufferedReader output = server.inputReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String issuer = output.lines()
                    .filter(said -> said.startsWith("identity: ready at "))
                    .findFirst()
                    .orElseThrow()
                    .substring("identity: ready at ".length());

            assertThat(issuer).matches("http://127\\.0\\.0\\.1:\\d+/local_maxweather");
            var keySet = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/jwks.json"))
                    .build();
            assertThat(http.send(keySet, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        } finally {
            server.destroy();
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_wrong_port_ends_with_exit_code_2_and_says_what_was_expected() throws Exception {
        Process server = start("--port", "70000");

        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(2);
        assertThat(error(server))
                .contains("--port is 70000, expected 0 to 65535")
                .doesNotContain("\tat ");
    }

    @Test
    void a_taken_port_ends_in_one_line_that_says_what_to_do() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process server = start("--port", Integer.toString(taken.getLocalPort()));

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isEqualTo(1);
            assertThat(error(server).strip().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken", "--port");
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                IdentityServer.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static String error(Process process) throws IOException {
        try (BufferedReader error = process.errorReader()) {
            return error.readAllAsString();
        }
    }
}
