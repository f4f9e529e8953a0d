package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.quota.AccountLedger;
import weather.kwangle.quota.InMemoryLedgerStore;

/** The real handler from the real variables, but for the table, which is in memory: what a decision costs without calls. */
public final class InMemoryTable {
    private InMemoryTable() {}

    /**
     * A handler whose registry is empty.
     *
     * @param environment the function's variables, with {@code EDGE_KEY}
     * @param log gets a line for each decision
     */
    public static AuthorizerHandler handler(Map<String, String> environment, PrintStream log) {
        AuthorizerConfiguration configuration = AuthorizerConfiguration.from(environment);
        Clock clock = Clock.systemUTC();
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        keys.prefetch();
        if (!(configuration.edgeKey() instanceof EdgeKeySetting.Given(var edgeKeys))) {
            throw new ConfigurationException("EDGE_KEY", "is not set", "the key itself");
        }
        return new AuthorizerHandler(
                new Authorizer(
                        new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock),
                        new PolicyFile(configuration.policy()),
                        _ -> Optional.empty(),
                        new AccountLedger(new InMemoryLedgerStore(), clock),
                        new EdgeAssertionSigner(edgeKeys)::sign,
                        clock),
                new DecisionLog(log, clock));
    }
}
