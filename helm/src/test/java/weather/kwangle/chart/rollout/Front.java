package weather.kwangle.chart.rollout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** NGINX with the pods as its upstream's servers, reloaded whenever they change, as its ingress controller does it. */
final class Front implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private final int port = Ports.free();
    private final Path folder;
    private final Process process;

    Front(Path folder, Pod... pods) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), PROGRAM + " is not installed: apt install nginx-light");
        this.folder = folder;
        configure(pods);
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        "nginx.conf",
                        "-g",
                        "daemon off;",
                        "-e",
                        "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        await().until(this::listens);
    }

    int port() {
        return port;
    }

    void endpoints(Pod... pods) throws IOException, InterruptedException {
        configure(pods);
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    private void configure(Pod... pods) throws IOException {
        StringBuilder servers = new StringBuilder();
        Arrays.stream(pods)
                .forEach(pod -> servers.append("    server 127.0.0.1:%d max_fails=1;%n".formatted(pod.port())));
        Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes 1;
                pid nginx.pid;
                events { worker_connections 512; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  upstream edge-gateway {
                    zone edge-gateway 256k;
                    random two least_conn;
                %s    keepalive 32;
                  }
                  server {
                    listen 127.0.0.1:%d;
                    location = /forecast {
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_connect_timeout 2s;
                      proxy_read_timeout 12s;
                      proxy_pass http://edge-gateway;
                    }
                  }
                }
                """.formatted(servers, port));
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
