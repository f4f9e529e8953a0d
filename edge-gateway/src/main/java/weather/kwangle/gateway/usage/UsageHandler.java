package weather.kwangle.gateway.usage;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import weather.kwangle.gateway.assertion.Caller;

/** Answers {@code GET /usage} from the assertion alone: the edge has just read the account, no second look is needed. */
public final class UsageHandler implements HandlerFunction<ServerResponse> {

    @Override
    public Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.justOrEmpty(Caller.assertion(request.exchange()))
                .map(Usage::of)
                .flatMap(usage -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(usage));
    }
}
