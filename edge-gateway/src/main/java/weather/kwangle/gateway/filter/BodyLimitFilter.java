package weather.kwangle.gateway.filter;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/**
 * Caps the bytes that really arrive. The gateway's own RequestSize filter reads {@code Content-Length} only, so a chunked
 * body of any size would pass it.
 */
public final class BodyLimitFilter implements WebFilter {
    private final long limitBytes;

    public BodyLimitFilter(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getHeaders().getContentLength() > limitBytes) {
            return Mono.error(tooLarge());
        }
        return chain.filter(exchange.mutate().request(new Capped(request)).build());
    }

    private ProblemException tooLarge() {
        return new ProblemException(Problems.payloadTooLarge(limitBytes));
    }

    private final class Capped extends ServerHttpRequestDecorator {
        private Capped(ServerHttpRequest delegate) {
            super(delegate);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> {
                long[] seen = {0};
                return super.getBody().handle((buffer, sink) -> {
                    seen[0] += buffer.readableByteCount();
                    if (seen[0] > limitBytes) {
                        DataBufferUtils.release(buffer);
                        sink.error(tooLarge());
                    } else {
                        sink.next(buffer);
                    }
                });
            });
        }
    }
}
