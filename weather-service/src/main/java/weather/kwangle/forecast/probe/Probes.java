package weather.kwangle.forecast.probe;

import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The three questions of the kubelet. The port opens only once places and climatology are loaded, so none of them has
 * to ask for that.
 *
 * <ul>
 *   <li>{@code /health}: the process is not broken beyond repair; otherwise restart it.
 *   <li>{@code /ready}: it takes requests; off as soon as a graceful shutdown begins.
 *   <li>{@code /startup}: it has taken requests once; stays on from then.
 * </ul>
 */
public final class Probes {
    private static final String HEALTH = "/health";
    private static final String READY = "/ready";
    private static final String STARTUP = "/startup";
    private static final Set<String> PATHS = Set.of(HEALTH, READY, STARTUP);

    private final ApplicationAvailability availability;
    private volatile boolean started;

    public Probes(ApplicationAvailability availability) {
        this.availability = availability;
    }

    public static boolean isProbe(String path) {
        return PATHS.contains(path);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET(HEALTH, request -> answer(this::isAlive))
                .GET(READY, request -> answer(this::isReady))
                .GET(STARTUP, request -> answer(this::hasStarted))
                .build();
    }

    private boolean isAlive() {
        return availability.getLivenessState() == LivenessState.CORRECT;
    }

    private boolean isReady() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    private boolean hasStarted() {
        started = started || isReady();
        return started;
    }

    private static Mono<ServerResponse> answer(BooleanSupplier question) {
        boolean yes = question.getAsBoolean();
        return ServerResponse.status(yes ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(yes ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }
}
