package weather.kwangle.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/**
 * What Lambda calls: turns bytes into a question and the answer into bytes. It takes the stream rather than an event
 * class, so that no reflective mapping is loaded at a cold start and no event can fail before we have seen it.
 *
 * <p>Lambda managed instances call it from many threads at once.
 */
public final class AuthorizerHandler implements RequestStreamHandler {
    private final Authorizer authorizer;
    private final DecisionLog log;

    /**
     * Started by Lambda, configured by the environment.
     *
     * @throws ConfigurationException if a variable is missing or malformed
     */
    public AuthorizerHandler() {
        this(
                Wiring.authorizer(AuthorizerConfiguration.from(System.getenv()), System.out, Clock.systemUTC()),
                new DecisionLog(System.out, Clock.systemUTC()));
    }

    AuthorizerHandler(Authorizer authorizer, DecisionLog log) {
        this.authorizer = authorizer;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        long start = System.nanoTime();
        AuthorizerEvent event = AuthorizerEvent.read(input.readAllBytes());
        String requestId = event.requestId().orElseGet(context::getAwsRequestId);
        Outcome outcome = decide(event, requestId);
        log.write(requestId, event.arn(), outcome, Duration.ofNanos(System.nanoTime() - start));
        String answer = switch (outcome) {
            case Outcome.Allow allow -> AuthorizerResult.of(allow);
            case Outcome.Deny deny -> AuthorizerResult.of(deny);
            case Outcome.Unauthorized _ -> throw new UnauthorizedException();
            case Outcome.InternalFailure _ -> throw new AuthorizerFailureException(requestId);
        };
        output.write(answer.getBytes(StandardCharsets.US_ASCII));
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
