package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** A real HTTP server where the weather service would be; each test says what it answers and sees what it was asked. */
final class WeatherStandIn implements AutoCloseable {
    static final String FORECAST = "{\"days\":[]}";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** Its own: a gateway that stops takes those that they would share along, and the stand-in could never end. */
    private final LoopResources loops = LoopResources.create("weather-stand-in", 1, true);

    private final DisposableServer server;
    private volatile BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer = ok();

    record Asked(String method, String uri, HttpHeaders headers, String body) {}

    WeatherStandIn() {
        server = HttpServer.create()
                .runOn(loops)
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(UTF_8)
                        .defaultIfEmpty("")
                        .doOnNext(body -> asked.add(new Asked(
                                request.method().name(),
                                request.uri(),
                                request.requestHeaders().copy(),
                                body)))
                        .then(Mono.defer(() -> Mono.from(answer.apply(request, response)))))
                .bindNow(PATIENCE);
    }

    static BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> ok() {
        return answer(200, "application/json", FORECAST);
    }

    static BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer(
            int status, String contentType, String body) {
        return (request, response) -> response.status(status)
                .header("Content-Type", contentType)
                .sendString(Mono.just(body))
                .then();
    }

    void answers(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> next) {
        answer = next;
    }

    List<Asked> asked() {
        return asked;
    }

    void reset() {
        asked.clear();
        answer = ok();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }
}
