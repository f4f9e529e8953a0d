package weather.kwangle.forecast.accesslog;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import weather.kwangle.forecast.problem.Excerpt;
import weather.kwangle.forecast.problem.RequestId;

/**
 * One line for each request. The query stays out: a location may be somebody's home.
 */
public final class AccessLogFilter implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger("access");

    private final Predicate<String> ignoredPaths;
    private final LongSupplier nanoTime;

    public AccessLogFilter(Predicate<String> ignoredPaths, LongSupplier nanoTime) {
        this.ignoredPaths = ignoredPaths;
        this.nanoTime = nanoTime;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (ignoredPaths.test(exchange.getRequest().getURI().getRawPath())) {
            return chain.filter(exchange);
        }
        long start = nanoTime.getAsLong();
        return chain.filter(exchange).doFinally(end -> log(exchange, end, nanoTime.getAsLong() - start));
    }

    private static void log(ServerWebExchange exchange, SignalType end, long nanos) {
        ServerHttpRequest request = exchange.getRequest();
        LoggingEventBuilder line = RequestId.on(LOG.atInfo(), request.getHeaders())
                .addKeyValue("method", Excerpt.of(request.getMethod().name()))
                .addKeyValue("path", Excerpt.of(request.getURI().getRawPath()))
                .addKeyValue("durationMs", Duration.ofNanos(nanos).toMillis());
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        LoggingEventBuilder whole = status == null ? line : line.addKeyValue("status", status.value());
        whole.log(end == SignalType.ON_COMPLETE ? "request answered" : "request broken off");
    }
}
