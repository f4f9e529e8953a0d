package weather.kwangle.forecast.api;

import static org.springframework.web.reactive.function.server.RequestPredicates.all;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import weather.kwangle.forecast.problem.ProblemException;
import weather.kwangle.forecast.problem.Problems;

/** Which request is which operation; what is none is refused here. */
public final class Routes {
    private static final String FORECAST = "/forecast";
    private static final String CURRENT = "/current";
    private static final String PLACES = "/places";

    private Routes() {}

    /** All operations of the contract that this service answers, and a problem for everything else. */
    public static RouterFunction<ServerResponse> of(WeatherApi api) {
        return RouterFunctions.route()
                .GET(FORECAST, acceptable(api::forecast))
                .POST(FORECAST, acceptable(api::batch))
                .GET(CURRENT, acceptable(api::current))
                .GET(PLACES, acceptable(api::places))
                .route(path(FORECAST), request -> methodNotAllowed("GET, POST"))
                .route(path(CURRENT).or(path(PLACES)), request -> methodNotAllowed("GET"))
                .route(all(), request -> Mono.error(new ProblemException(Problems.notFound())))
                .build();
    }

    private static Mono<ServerResponse> methodNotAllowed(String allowed) {
        return Mono.error(new ProblemException(Problems.methodNotAllowed(allowed)));
    }

    private static HandlerFunction<ServerResponse> acceptable(HandlerFunction<ServerResponse> operation) {
        return request -> acceptsJson(request)
                ? operation.handle(request)
                : Mono.error(new ProblemException(Problems.notAcceptable()));
    }

    /** RFC 9110, section 12.5.1: no Accept takes everything, and a weight of 0 takes nothing. */
    private static boolean acceptsJson(ServerRequest request) {
        try {
            var accepted = request.headers().accept();
            return accepted.isEmpty()
                    || accepted.stream()
                            .anyMatch(type -> type.includes(MediaType.APPLICATION_JSON) && type.getQualityValue() > 0);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
