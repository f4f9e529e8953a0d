package weather.kwangle.chart.nginx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weather.kwangle.chart.Ports;

/** An NGINX process on the loopback address, for as long as it is open. */
public final class Nginx implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CONFIGURATION = "nginx.conf";
    private static final String LOG = "error.log";

    private final Process process;
    private final Path folder;
    private final int port;

    private Nginx(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one and returns when it listens. Where no NGINX is installed, the test is skipped, or fails on a build server.
     *
     * @param folder where its files are; relative paths of the configuration begin there
     * @param port where the configuration has it listen
     * @param configuration the text of nginx.conf
     */
    public static Nginx start(Path folder, int port, String configuration) throws IOException, InterruptedException {
        Path program = Program.named("nginx", System.getenv());
        Files.writeString(folder.resolve(CONFIGURATION), configuration);
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        CONFIGURATION,
                        "-g",
                        "daemon off;",
                        "-e",
                        "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(LOG).toFile())
                .start();
        Nginx nginx = new Nginx(process, folder, port);
        nginx.awaitListening();
        return nginx;
    }

    static Nginx start(NginxConfiguration configuration, Path folder, int gatewayPort)
            throws IOException, InterruptedException {
        int port = Ports.free();
        return start(folder, port, configuration.text(folder, port, gatewayPort));
    }

    /** Goes on with another configuration, as the ingress controller has it do. */
    public void reload(String configuration) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(CONFIGURATION), configuration);
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    RawHttp http() {
        return new RawHttp(port);
    }

    List<String> accessLog() throws IOException {
        return Files.readAllLines(folder.resolve("access.log"));
    }

    private void awaitListening() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!listens()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                close();
                throw new AssertionError("NGINX does not listen:\n" + Files.readString(folder.resolve(LOG)));
            }
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it at once, its worker processes too. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
