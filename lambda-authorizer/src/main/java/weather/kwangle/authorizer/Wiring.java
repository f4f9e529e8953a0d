package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.DecisionMetrics;
import weather.kwangle.authorizer.metrics.MetricLines;
import weather.kwangle.authorizer.metrics.MetricName;
import weather.kwangle.authorizer.metrics.TableCalls;
import weather.kwangle.authorizer.policy.DeliveredPolicies;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.signing.AssertionSigner;
import weather.kwangle.authorizer.signing.SecretKeySigner;
import weather.kwangle.authorizer.signing.SecretsManagerStore;
import weather.kwangle.authorizer.snapshot.Renewable;
import weather.kwangle.authorizer.snapshot.SnapshotHooks;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** Puts the function together. */
final class Wiring {
    /** For reading a registry entry, which a request does every thirty seconds. */
    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(1);

    /** For taking a lease. Without an answer by then the ledger's grace is better than to wait. */
    private static final Duration LEDGER_TIMEOUT = Duration.ofMillis(150);

    /** Lambda gives a function ten seconds to start. */
    private static final Duration POLICY_TIMEOUT = Duration.ofSeconds(2);

    private Wiring() {}

    /** What the handler is made of. */
    record Parts(Authorizer authorizer, DecisionLog log, DecisionMetrics metrics, SnapshotHooks hooks) {}

    /** @param out the function's log */
    static Parts parts(AuthorizerConfiguration configuration, Clock clock, PrintStream out) {
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        // The network is slower than reading the rest, so it goes first and beside it.
        keys.prefetch();
        DeliveredPolicies policies = new DeliveredPolicies(configuration.policies(), out, clock);
        CompletableFuture<Void> firstPolicy = policies.read();
        Optional<SecretsManagerStore> secret = secret(configuration.edgeKey());
        AssertionSigner signer = signer(configuration.edgeKey(), secret, clock);
        TableCalls calls = new TableCalls();
        String table = configuration.quotaTable();
        DynamoDbClient registryClient = client(REGISTRY_TIMEOUT, calls);
        DynamoDbClient ledgerClient = client(LEDGER_TIMEOUT, calls);
        TokenVerifier tokens = new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock);
        DynamoDbClientRegistry registry = new DynamoDbClientRegistry(registryClient, table, clock);
        LeaseLedger ledger = new LeaseLedger(new DynamoDbLedgerStore(ledgerClient, table), clock);

        Map<MetricName, Counter> counters = new EnumMap<>(MetricName.class);
        counters.putAll(tokens.counters());
        counters.putAll(keys.counters());
        counters.putAll(calls.counters());
        MetricLines metricLines =
                new MetricLines(configuration.metricNamespace().orElse(""), out, clock, counters, keys::age);

        // Both clients: each has connections of its own.
        List<Runnable> rehearsed = new ArrayList<>();
        rehearsed.add(() -> QuotaTable.rehearse(registryClient, table));
        rehearsed.add(() -> QuotaTable.rehearse(ledgerClient, table));
        secret.ifPresent(store -> rehearsed.add(store::rehearse));

        // Whatever learns something while it runs; SnapshotTest finds what is not here.
        Map<String, Renewable> renewables = new LinkedHashMap<>();
        renewables.put("tokens", tokens);
        renewables.put("keySet", keys);
        renewables.put("policy", policies);
        renewables.put("registry", registry::forget);
        renewables.put("ledger", ledger::forget);
        renewables.put("metrics", metricLines);
        renewables.put("registryTable", renewed(() -> QuotaTable.rehearse(registryClient, table)));
        renewables.put("ledgerTable", renewed(() -> QuotaTable.rehearse(ledgerClient, table)));
        if (signer instanceof Renewable renewable) {
            renewables.put("edgeKey", renewable);
        }

        // So that the first request finds it; one that is away keeps nobody from starting.
        firstPolicy
                .completeOnTimeout(null, POLICY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Parts(
                new Authorizer(tokens, policies, new Shadow(out, clock), registry, ledger, signer, clock),
                new DecisionLog(out, clock),
                configuration.metricNamespace().isPresent() ? metricLines : DecisionMetrics.NONE,
                new SnapshotHooks(new Rehearsal(policies, registry, rehearsed, clock), renewables, out));
    }

    private static DynamoDbClient client(Duration timeout, TableCalls calls) {
        return DynamoDbClients.create(
                timeout, builder -> builder.overrideConfiguration(settings -> settings.addExecutionInterceptor(calls)));
    }

    /** Has nothing to forget; a call in advance opens the connection and gets credentials. */
    private static Renewable renewed(Runnable call) {
        return new Renewable() {
            @Override
            public void forget() {}

            @Override
            public void renew() {
                call.run();
            }
        };
    }

    private static Optional<SecretsManagerStore> secret(EdgeKeySetting setting) {
        return switch (setting) {
            case EdgeKeySetting.Given _ -> Optional.empty();
            case EdgeKeySetting.Secret(String id) -> Optional.of(new SecretsManagerStore(id));
        };
    }

    private static AssertionSigner signer(EdgeKeySetting setting, Optional<SecretsManagerStore> store, Clock clock) {
        return switch (setting) {
            case EdgeKeySetting.Given(var keys) -> new EdgeAssertionSigner(keys)::sign;
            case EdgeKeySetting.Secret _ -> new SecretKeySigner(store.orElseThrow(), clock);
        };
    }
}
