package weather.kwangle.authorizer;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
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

    private Wiring() {}

    static Authorizer authorizer(AuthorizerConfiguration configuration, Clock clock) {
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        // The network is slower than reading the rest, so it goes first and beside it.
        keys.prefetch();
        PolicySource policy = new PolicyFile(configuration.policy());
        AssertionSigner signer = signer(configuration.edgeKey(), clock);
        DynamoDbClient registry = DynamoDbClients.create(REGISTRY_TIMEOUT, builder -> {});
        DynamoDbClient ledger = DynamoDbClients.create(LEDGER_TIMEOUT, builder -> {});
        return new Authorizer(
                new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock),
                policy,
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
