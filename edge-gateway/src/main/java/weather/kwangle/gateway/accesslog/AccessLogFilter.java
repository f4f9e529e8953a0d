package weather.kwangle.gateway.accesslog;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.gateway.assertion.Caller;

/**
 * Writes one line per request when it is over. It names the caller by the verified assertion alone, and holds no query,
 * no credentials and no body. Who writes the line as JSON is the logging system.
 *
 * <p>Fields: {@code requestId}, {@code client} and {@code plan} (verified requests only), {@code method}, {@code path}
 * (the operation's template, so that it has few values; of unverified requests the path as sent, capped),
 * {@code status} (absent if the caller left before there was one), {@code durationMs}, {@code bytes} of the answer's
 * body, {@code decision} of the edge or why its
 * assertion was {@code refused}, {@code outcome} ({@code complete}, {@code cancelled} by the caller,
 * {@code aborted} by us), {@code userAgent} capped.
 */
public final class AccessLogFilter implements WebFilter {
    /** The logger of these lines, apart from all others. */
    public static final String LOGGER = "access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final int MAX_TEXT = 128;

    private final LongSupplier nanoTime;
    private final Predicate<ServerHttpRequest> silent;

    /**
     * @param nanoTime a monotonic clock in nanoseconds
     * @param silent requests without a line: the probes, several a second and never a client's
     */
    public AccessLogFilter(LongSupplier nanoTime, Predicate<ServerHttpRequest> silent) {
        this.nanoTime = nanoTime;
        this.silent = silent;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (silent.test(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        long start = nanoTime.getAsLong();
        CountedResponse response = new CountedResponse(exchange.getResponse());
        return chain.filter(exchange.mutate().response(response).build())
                .doFinally(end -> write(exchange, response, (nanoTime.getAsLong() - start) / 1_000_000, end));
    }

    private static void write(
            ServerWebExchange exchange, CountedResponse response, long durationMillis, SignalType end) {
        ServerHttpRequest request = exchange.getRequest();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("requestId", Caller.requestId(exchange))
                .addKeyValue("method", capped(request.getMethod().name()))
                .addKeyValue("path", path(exchange))
                .addKeyValue("durationMs", durationMillis)
                .addKeyValue("bytes", response.bytes.get())
                .addKeyValue("outcome", outcome(end));
        HttpStatusCode status = response.getStatusCode();
        if (status != null) {
            line = line.addKeyValue("status", status.value());
        }
        String userAgent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
        if (userAgent != null) {
            line = line.addKeyValue("userAgent", capped(userAgent));
        }
        Optional<EdgeAssertion> caller = Caller.assertion(exchange);
        if (caller.isPresent()) {
            EdgeAssertion assertion = caller.get();
            line = line.addKeyValue("client", assertion.client())
                    .addKeyValue("plan", assertion.plan())
                    .addKeyValue("decision", assertion.decision().wireName());
        }
        Optional<String> refused = Caller.refused(exchange);
        if (refused.isPresent()) {
            line = line.addKeyValue("refused", refused.get());
        }
        line.log("request");
    }

    private static String path(ServerWebExchange exchange) {
        return Caller.assertion(exchange)
                .map(assertion ->
                        assertion.operation().substring(assertion.operation().indexOf(' ') + 1))
                .orElseGet(() -> capped(exchange.getRequest().getURI().getRawPath()));
    }

    private static String outcome(SignalType end) {
        return switch (end) {
            case CANCEL -> "cancelled";
            case ON_ERROR -> "aborted";
            default -> "complete";
        };
    }

    private static String capped(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** Counts the body's bytes on their way out. */
    private static final class CountedResponse extends ServerHttpResponseDecorator {
        private final AtomicLong bytes = new AtomicLong();

        private CountedResponse(ServerHttpResponse delegate) {
            super(delegate);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return super.writeWith(counted(body));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return super.writeAndFlushWith(Flux.from(body).map(this::counted));
        }

        private Publisher<? extends DataBuffer> counted(Publisher<? extends DataBuffer> body) {
            return body instanceof Mono<? extends DataBuffer> mono
                    ? mono.doOnNext(this::count)
                    : Flux.from(body).doOnNext(this::count);
        }

        private void count(DataBuffer buffer) {
            bytes.addAndGet(buffer.readableByteCount());
        }
    }
}
