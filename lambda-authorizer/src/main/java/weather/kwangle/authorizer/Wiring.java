package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.policy.DeliveredPolicies;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.signing.AssertionSigner;
import weather.kwangle.authorizer.signing.SecretKeySigner;
import weather.kwangle.authorizer.signing.SecretsManagerStore;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;

/** Puts the function together. */
final class Wiring {
    /** For reading a registry entry, which a request does every thirty seconds. */
    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(1);

    /** For taking a lease. Without an answer by then the ledger's grace is better than to wait. */
    private static final Duration LEDGER_TIMEOUT = Duration.ofMillis(150);

    /** Lambda gives a function ten seconds to start. */
    private static final Duration POLICY_TIMEOUT = Duration.ofSeconds(2);

    private Wiring() {}

    /** @param log where lines about policies go */
    static Authorizer authorizer(AuthorizerConfiguration configuration, PrintStream log, Clock clock) {
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        // The network is slower than reading the rest, so it goes first and beside it.
        keys.prefetch();
        DeliveredPolicies policies = new DeliveredPolicies(configuration.policies(), log, clock);
        CompletableFuture<Void> firstPolicy = policies.renew();
        AssertionSigner signer = signer(configuration.edgeKey(), clock);
        DynamoDbClient registry = DynamoDbClients.create(REGISTRY_TIMEOUT, builder -> {});
        DynamoDbClient ledger = DynamoDbClients.create(LEDGER_TIMEOUT, builder -> {});
        // So that the first request finds it; one that is away keeps nobody from starting.
        firstPolicy
                .completeOnTimeout(null, POLICY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Authorizer(
                new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock),
                policies,
                new Shadow(log, clock),
                new DynamoDbClientRegistry(registry, configuration.quotaTable(), clock),
                new LeaseLedger(new DynamoDbLedgerStore(ledger, configuration.quotaTable()), clock),
                signer,
                clock);
    }

    private static AssertionSigner signer(EdgeKeySetting setting, Clock clock) {
        return switch (setting) {
            case EdgeKeySetting.Given(var keys) -> new EdgeAssertionSigner(keys)::sign;
            case EdgeKeySetting.Secret(String id) -> new SecretKeySigner(new SecretsManagerStore(id), clock);
        };
    }
}
