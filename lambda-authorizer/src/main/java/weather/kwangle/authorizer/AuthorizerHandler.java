package weather.kwangle.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.crac.Core;
import org.crac.Resource;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.authorizer.metrics.DecisionMetrics;
import weather.kwangle.authorizer.snapshot.SnapshotHooks;

/**
 * What Lambda calls: turns bytes into a question and the answer into bytes. It takes the stream rather than an event
 * class, so that no reflective mapping is loaded at a cold start and no event can fail before we have seen it.
 *
 * <p>Lambda managed instances call it from many threads at once.
 */
public final class AuthorizerHandler implements RequestStreamHandler {
    private final Authorizer authorizer;
    private final DecisionLog log;
    private final DecisionMetrics metrics;

    /** Kept from the collector: Lambda's context holds them weakly. */
    @SuppressWarnings("UnusedVariable")
    private final Optional<SnapshotHooks> hooks;

    /**
     * Started by Lambda, configured by the environment.
     *
     * @throws ConfigurationException if a variable is missing or malformed
     */
    public AuthorizerHandler() {
        this(
                Wiring.parts(AuthorizerConfiguration.from(System.getenv()), Clock.systemUTC(), System.out),
                Core.getGlobalContext());
    }

    /** @param snapshots tells when a snapshot is made and when a copy of it wakes up */
    AuthorizerHandler(Wiring.Parts parts, org.crac.Context<Resource> snapshots) {
        this(parts.authorizer(), parts.log(), parts.metrics(), Optional.of(parts.hooks()));
        snapshots.register(parts.hooks());
    }

    AuthorizerHandler(Authorizer authorizer, DecisionLog log) {
        this(authorizer, log, DecisionMetrics.NONE, Optional.empty());
    }

    private AuthorizerHandler(
            Authorizer authorizer, DecisionLog log, DecisionMetrics metrics, Optional<SnapshotHooks> hooks) {
        this.authorizer = authorizer;
        this.log = log;
        this.metrics = metrics;
        this.hooks = hooks;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        answer(input.readAllBytes(), context::getAwsRequestId, output);
    }

    /** @param otherRequestId where the event has no id of its own */
    void answer(byte[] question, Supplier<String> otherRequestId, OutputStream output) throws IOException {
        long start = System.nanoTime();
        AuthorizerEvent event = AuthorizerEvent.read(question);
        String requestId = event.requestId().orElseGet(otherRequestId);
        Outcome outcome = decide(event, requestId);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        log.write(requestId, event.arn(), outcome, took);
        metrics.decided(OutcomeNames.of(outcome), took);
        JsonLine answer = switch (outcome) {
            case Outcome.Allow allow -> AuthorizerResult.of(allow);
            case Outcome.Deny deny -> AuthorizerResult.of(deny);
            case Outcome.Unauthorized _ -> throw new UnauthorizedException();
            case Outcome.InternalFailure _ -> throw new AuthorizerFailureException(requestId);
        };
        answer.writeTo(output);
    }

    /** Whatever goes wrong fails closed, and as our failure. */
    private Outcome decide(AuthorizerEvent event, String requestId) {
        try {
            return authorizer.decide(event, requestId);
        } catch (RuntimeException e) {
            return new Outcome.InternalFailure("unexpected " + e);
        }
    }
}
