package weather.kwangle.gateway.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.history.UsageHistory;

/**
 * Answers {@code GET /usage}. The limits are the assertion's, for the edge has just looked at them; the days are one read of
 * the account that the assertion names, so nobody can ask for another's.
 */
public final class UsageHandler implements HandlerFunction<ServerResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(UsageHandler.class);

    private final Supplier<Accounts> accounts;
    private final Clock clock;
    private final Scheduler tableThreads;

    /**
     * @param accounts asked for at the first request
     * @param clock what today is
     * @param tableThreads for calls that wait for the table
     */
    public UsageHandler(Supplier<Accounts> accounts, Clock clock, Scheduler tableThreads) {
        this.accounts = accounts;
        this.clock = clock;
        this.tableThreads = tableThreads;
    }

    @Override
    public Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.justOrEmpty(Caller.assertion(request.exchange()))
                .flatMap(assertion -> Mono.fromCallable(() -> usage(assertion))
                        .subscribeOn(tableThreads)
                        .onErrorMap(UsageHandler::isTheTables, failure -> unavailable(assertion, failure))
                        .flatMap(usage -> ServerResponse.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .cacheControl(CacheControl.noStore())
                                .bodyValue(usage)));
    }

    private Usage usage(EdgeAssertion assertion) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Usage.of(assertion, UsageHistory.of(accounts.get().of(assertion.client()), today));
    }

    private static boolean isTheTables(Throwable failure) {
        return failure instanceof LedgerUnavailableException || failure instanceof RejectedExecutionException;
    }

    private static ProblemException unavailable(EdgeAssertion assertion, Throwable failure) {
        LOG.atWarn()
                .addKeyValue("requestId", assertion.requestId())
                .addKeyValue("failure", String.valueOf(failure.getMessage()))
                .log("an account could not be read");
        return new ProblemException(Problems.quotaUnavailable(), failure);
    }
}
