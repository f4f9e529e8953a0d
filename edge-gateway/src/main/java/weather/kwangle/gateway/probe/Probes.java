package weather.kwangle.gateway.probe;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The three questions of the kubelet, each about this pod only. None asks the weather service: if its failure made the
 * gateways unready, or kept new ones from starting, every client would lose the 429s, 503s and {@code /usage} that the
 * gateway can answer by itself.
 *
 * <ul>
 *   <li>{@code /health}: the process is not broken beyond repair; otherwise restart it.
 *   <li>{@code /ready}: it accepts traffic; off as soon as a graceful shutdown begins.
 *   <li>{@code /startup}: keys are read, routes stand and the first traffic was accepted; stays on from then.
 * </ul>
 */
public final class Probes {
    public static final String HEALTH = "/health";
    public static final String READY = "/ready";
    public static final String STARTUP = "/startup";
    private static final Set<String> PATHS = Set.of(HEALTH, READY, STARTUP);

    private final ApplicationAvailability availability;
    private volatile boolean started;

    public Probes(ApplicationAvailability availability) {
        this.availability = availability;
    }

    /** Whether this request is a probe; probes carry no assertion. */
    public static boolean isProbe(ServerHttpRequest request) {
        return request.getMethod().equals(HttpMethod.GET)
                && PATHS.contains(request.getURI().getRawPath());
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(GET(HEALTH), request -> answer(this::live))
                .andRoute(GET(READY), request -> answer(this::ready))
                .andRoute(GET(STARTUP), request -> answer(this::started));
    }

    private boolean live() {
        return availability.getLivenessState() == LivenessState.CORRECT;
    }

    private boolean ready() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    private boolean started() {
        started = started || ready();
        return started;
    }

    private static Mono<ServerResponse> answer(BooleanSupplier question) {
        boolean up = question.getAsBoolean();
        return ServerResponse.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("status", up ? "UP" : "DOWN"));
    }
}
