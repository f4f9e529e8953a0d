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
    /** For reading a registry entry, which a client's requests do every thirty seconds. */
    private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(1);

    /** For a charge: a client that waits longer is better served by what the ledger grants without the table. */
    private static final Duration CHARGE_TIMEOUT = Duration.ofMillis(150);

    private Wiring() {}

    static Authorizer authorizer(AuthorizerConfiguration configuration, Clock clock) {
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        // The network is slower than reading the rest, so it goes first and beside it.
        keys.prefetch();
        PolicySource policy = new PolicyFile(configuration.policy());
        AssertionSigner signer = signer(configuration.edgeKey(), clock);
        DynamoDbClient table = DynamoDbClients.create(TABLE_TIMEOUT, builder -> {});
        var accounts = new DynamoDbLedgerStore(table, configuration.quotaTable(), CHARGE_TIMEOUT);
        accounts.warmUp();
        return new Authorizer(
                new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock),
                policy,
                new DynamoDbClientRegistry(table, configuration.quotaTable(), clock),
                new LeaseLedger(accounts, clock),
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
