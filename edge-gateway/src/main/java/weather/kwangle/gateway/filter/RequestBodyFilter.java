package weather.kwangle.gateway.filter;

import io.netty.channel.ChannelException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
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
 * Caps the bytes that really arrive, and keeps a caller that fails to send them apart from a service that fails to
 * answer. The gateway's own RequestSize filter reads {@code Content-Length} only, so a chunked body of any size would
 * pass it.
 */
public final class RequestBodyFilter implements WebFilter {
    private final long limitBytes;

    public RequestBodyFilter(long limitBytes) {
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

    /** Reactor Netty's timeout of a request is a channel exception of its own that only it can name. */
    private static ProblemException callersFault(Throwable failure) {
        HttpStatus status = failure instanceof ChannelException ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST;
        return new ProblemException(Problems.ofStatus(status.value()), failure);
    }

    private final class Capped extends ServerHttpRequestDecorator {
        private Capped(ServerHttpRequest delegate) {
            super(delegate);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.defer(() -> {
                long[] seen = {0};
                return super.getBody()
                        .onErrorMap(RequestBodyFilter::callersFault)
                        .handle((buffer, sink) -> {
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
