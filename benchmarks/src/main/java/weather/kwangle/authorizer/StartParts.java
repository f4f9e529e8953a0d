package weather.kwangle.authorizer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.policy.DeliveredPolicies;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.signing.AssertionSigner;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.benchmarks.function.NoContext;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.quota.LeaseLedger;

/**
 * Does what {@link Wiring} does, one part after the other in the same order, and writes how long each took. What two
 * parts share is paid by the first. Run by itself: {@code StartParts <time of the start in ms> <file with an event>}.
 */
public final class StartParts {
    /** Begins each line that it writes; what stands between two lines is of the second's part. */
    public static final String MARK = "part ";

    private static final PrintStream LOG = new PrintStream(OutputStream.nullOutputStream());

    private final PrintStream out;
    private long since = System.nanoTime();

    private StartParts(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        long sinceStart = System.currentTimeMillis() - Long.parseLong(arguments[0]);
        StartParts parts = new StartParts(System.out);
        parts.out.println(MARK + "JVM=" + Duration.ofMillis(sinceStart).toNanos());
        parts.run(Files.readAllBytes(Path.of(arguments[1])));
    }

    private void run(byte[] event) throws Exception {
        Clock clock = Clock.systemUTC();
        AuthorizerConfiguration configuration = AuthorizerConfiguration.from(System.getenv());
        done("configuration");
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        keys.find("none");
        done("key set");
        DeliveredPolicies policies = new DeliveredPolicies(configuration.policies(), LOG, clock);
        policies.read().join();
        done("policy");
        AssertionSigner signer = signer(configuration);
        done("signer");
        Wiring.Table table = Wiring.Table.dynamoDb(configuration.quotaTable(), clock);
        done("table client");
        table.warmUp().run();
        done("first call to the table");
        AuthorizerHandler handler = new AuthorizerHandler(
                new Authorizer(
                        new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock),
                        policies,
                        new Shadow(LOG, clock),
                        table.clients(),
                        new LeaseLedger(table.accounts(), clock),
                        signer,
                        clock),
                new DecisionLog(LOG, clock));
        handler.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), new NoContext());
        done("first decision");
        handler.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), new NoContext());
        done("second decision");
    }

    private static AssertionSigner signer(AuthorizerConfiguration configuration) {
        if (configuration.edgeKey() instanceof EdgeKeySetting.Given(var keys)) {
            return new EdgeAssertionSigner(keys)::sign;
        }
        throw new ConfigurationException("EDGE_KEY", "is not set", "the key itself");
    }

    private void done(String part) {
        long now = System.nanoTime();
        out.println(MARK + part + "=" + (now - since));
        since = System.nanoTime();
    }
}
