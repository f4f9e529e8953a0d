package weather.kwangle.chart.rollout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import weather.kwangle.chart.Ports;
import weather.kwangle.chart.nginx.Nginx;

/** NGINX with the pods as its upstream's servers, reloaded whenever they change, as its ingress controller does it. */
final class Front implements AutoCloseable {

    private final int port = Ports.free();
    private final Nginx nginx;

    Front(Path folder, Pod... pods) throws IOException, InterruptedException {
        nginx = Nginx.start(folder, port, configuration(pods));
    }

    int port() {
        return port;
    }

    void endpoints(Pod... pods) throws IOException, InterruptedException {
        nginx.reload(configuration(pods));
    }

    private String configuration(Pod... pods) {
        StringBuilder servers = new StringBuilder();
        Arrays.stream(pods)
                .forEach(pod -> servers.append("    server 127.0.0.1:%d max_fails=1;%n".formatted(pod.port())));
        return """
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
                """.formatted(servers, port);
    }

    @Override
    public void close() {
        nginx.close();
    }
}
