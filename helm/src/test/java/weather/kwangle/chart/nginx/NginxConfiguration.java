package weather.kwangle.chart.nginx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/**
 * What the controller makes of an Ingress and of its own settings: its templates' directives, in their order and nesting,
 * as far as they decide about limits, errors and the log. In place of TLS and of Kubernetes' names it has one plain port
 * and one stand-in behind it; the rest is the controller's (version 5.5.4, templates version1/nginx.tmpl and
 * version1/nginx.ingress.tmpl).
 *
 * @param ingress the rendered Ingress
 * @param annotations its annotations, some of them replaced
 * @param settings the controller's settings
 */
record NginxConfiguration(KubernetesObject ingress, Map<String, String> annotations, ControllerSettings settings) {

    /** The server of a VirtualServer whose Service has no endpoints. */
    static final String WITHOUT_ENDPOINTS = "virtual-server.test";

    private static final String NGINX_ORG = "nginx.org/";
    private static final String SOCKET_FOLDER = "/var/lib/nginx/";

    static NginxConfiguration of(Chart release) {
        KubernetesObject ingress = release.object("Ingress", "max-weather");
        Map<String, String> annotations = new LinkedHashMap<>();
        ((Map<?, ?>) ingress.at("metadata", "annotations"))
                .forEach((key, value) -> annotations.put((String) key, (String) value));
        return new NginxConfiguration(ingress, annotations, ControllerSettings.ofTheCluster());
    }

    NginxConfiguration with(String annotation, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(NGINX_ORG + annotation, value);
        return new NginxConfiguration(ingress, more, settings);
    }

    NginxConfiguration withSetting(String key, String value) {
        return new NginxConfiguration(ingress, annotations, settings.with(key, value));
    }

    String host() {
        return (String) ingress.at("spec", "rules", 0, "host");
    }

    /**
     * The text of nginx.conf.
     *
     * @param folder where NGINX may write
     * @param port where it listens, on the loopback address
     * @param gatewayPort where the one endpoint of the edge gateway listens
     */
    String text(Path folder, int port, int gatewayPort) {
        String text = """
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 512; }
                http {
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  default_type application/octet-stream;
                  map_hash_max_size 2048;
                  map_hash_bucket_size 256;
                %2$s
                  log_format main escape=%3$s '%4$s';
                  access_log %1$s/access.log main;
                  keepalive_timeout %5$s;
                  variables_hash_bucket_size 256;
                  variables_hash_max_size 1024;
                  map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }
                %6$s
                %7$s
                  server {
                    listen unix:%8$snginx-502-server.sock;
                    access_log off;
                    return 502;
                  }
                %9$s
                }
                """.formatted(
                        folder,
                        settings.entry("http-snippets"),
                        settings.entry("log-format-escaping"),
                        settings.entry("log-format"),
                        settings.entry("keepalive-timeout"),
                        defaultServer(port),
                        ingressServer(port, gatewayPort),
                        SOCKET_FOLDER,
                        serverWithoutEndpoints(port));
        return text.replace(SOCKET_FOLDER, folder + "/");
    }

    private String defaultServer(int port) {
        return """
                server {
                  listen 127.0.0.1:%d default_server;
                  server_tokens %s;
                  server_name _;
                  location / {
                    return %s;
                  }
                }
                """.formatted(port, serverTokens(), settings.entry("default-server-return"));
    }

    private String ingressServer(int port, int gatewayPort) {
        String locations = ingress.list("spec", "rules", 0, "http", "paths").stream()
                .map(this::location)
                .collect(Collectors.joining());
        return """
                upstream edge-gateway {
                  zone edge-gateway 256k;
                  random two least_conn;
                  server 127.0.0.1:%d max_fails=1 fail_timeout=10s max_conns=0;
                  keepalive %s;
                }
                limit_req_zone %s zone=release/ingress:%s rate=%s;
                server {
                  listen 127.0.0.1:%d;
                %s
                  server_tokens %s;
                  server_name %s;
                %s
                %s
                }
                """.formatted(
                        gatewayPort,
                        annotation("keepalive"),
                        annotation("limit-req-key"),
                        annotation("limit-req-zone-size"),
                        annotation("limit-req-rate"),
                        port,
                        realAddress(),
                        serverTokens(),
                        host(),
                        settings.entry("server-snippets"),
                        locations);
    }

    /** Which header NGINX believes about a client's address, and from whom: where it believes anyone, whoever asks here. */
    private String realAddress() {
        return settings.optional("set-real-ip-from")
                        .map(anyone -> "set_real_ip_from 127.0.0.1;\n")
                        .orElse("")
                + settings.optional("real-ip-header")
                        .map("real_ip_header %s;\n"::formatted)
                        .orElse("")
                + settings.optional("real-ip-recursive")
                        .filter("True"::equals)
                        .map(on -> "real_ip_recursive on;\n")
                        .orElse("");
    }

    private String location(KubernetesObject path) {
        return """
                location %s%s {
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_connect_timeout %s;
                  proxy_read_timeout %s;
                  proxy_send_timeout %s;
                  client_max_body_size %s;
                  proxy_set_header Host $host;
                  proxy_set_header X-Real-IP $remote_addr;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_buffering on;
                  proxy_pass http://edge-gateway;
                  limit_req zone=release/ingress burst=%s %s;
                  limit_req_log_level %s;
                  limit_req_status %s;
                }
                """.formatted(
                        path.at("pathType").equals("Exact") ? "= " : "",
                        path.at("path"),
                        annotation("proxy-connect-timeout"),
                        annotation("proxy-read-timeout"),
                        annotation("proxy-send-timeout"),
                        annotation("client-max-body-size"),
                        annotation("limit-req-burst"),
                        annotation("limit-req-no-delay").equals("true") ? "nodelay" : "",
                        annotation("limit-req-log-level"),
                        annotation("limit-req-reject-code"));
    }

    private String serverWithoutEndpoints(int port) {
        return """
                upstream without-endpoints {
                  server unix:%snginx-502-server.sock;
                }
                server {
                  listen 127.0.0.1:%d;
                  server_name %s;
                %s
                  location = /forecast {
                    proxy_set_header Host $host;
                    proxy_pass http://without-endpoints;
                  }
                }
                """.formatted(SOCKET_FOLDER, port, WITHOUT_ENDPOINTS, settings.entry("server-snippets"));
    }

    private String serverTokens() {
        return settings.entry("server-tokens").equals("False") ? "off" : "on";
    }

    private String annotation(String name) {
        String value = annotations.get(NGINX_ORG + name);
        if (value == null) {
            throw new AssertionError("the Ingress has no annotation " + NGINX_ORG + name);
        }
        return value;
    }
}
