package weather.kwangle.gateway.batch;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.Problem;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;
import weather.kwangle.gateway.quota.QuotaFilter;
import weather.kwangle.gateway.refund.Receipt;

/**
 * Has a batch pay for each place before the service sees it. Reads the body for that, which another filter has bounded, and
 * passes the same bytes on.
 */
public final class BatchFilter implements WebFilter {
    private static final String BATCH = "POST /forecast";

    private final Supplier<BatchPermits> permits;
    private final Executor tableThreads;

    /**
     * @param permits asked for at the first batch
     * @param tableThreads for calls that wait for the table; refuses what is too much
     */
    public BatchFilter(Supplier<BatchPermits> permits, Executor tableThreads) {
        this.permits = permits;
        this.tableThreads = tableThreads;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<EdgeAssertion> caller = Caller.assertion(exchange);
        Optional<Receipt> receipt = Receipt.of(exchange);
        if (caller.isEmpty() || receipt.isEmpty() || !caller.get().operation().equals(BATCH)) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(exchange.getRequest().getBody())
                .map(BatchFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> {
                    ServerWebExchange same = withBody(exchange, body);
                    OptionalInt places = BatchSize.of(body);
                    return places.isEmpty() || places.getAsInt() == 1
                            ? chain.filter(same)
                            : take(exchange, caller.get(), receipt.get(), places.getAsInt())
                                    .then(chain.filter(same));
                });
    }

    /**
     * A caller that leaves does not end the call to the table: what it takes must be known, so that it can go back.
     */
    private Mono<Void> take(ServerWebExchange exchange, EdgeAssertion assertion, Receipt receipt, int places) {
        return Mono.defer(() -> Mono.fromFuture(
                        CompletableFuture.supplyAsync(
                                () -> permits.get().take(assertion, places, receipt), tableThreads),
                        true))
                .onErrorMap(
                        RejectedExecutionException.class,
                        full -> new ProblemException(Problems.quotaUnavailable(), full))
                .flatMap(answer -> {
                    QuotaFilter.limitsAre(exchange, answer.limits());
                    Problem problem = answer.problem();
                    return problem == null ? Mono.empty() : Mono.error(new ProblemException(problem));
                });
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ServerWebExchange withBody(ServerWebExchange exchange, byte[] body) {
        ServerHttpRequest request = new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return body.length == 0
                        ? Flux.empty()
                        : Flux.defer(() ->
                                Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
            }
        };
        return exchange.mutate().request(request).build();
    }
}
