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
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.metrics.Count;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.DecisionMetrics;
import weather.kwangle.authorizer.metrics.LedgerCounts;
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
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TableTime;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;

/** Puts the function together. */
final class Wiring {
    /** For calls in advance, which take longest; a decision has a time of its own ({@link TableTime}). */
    private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(1);

    /** Lambda gives a function ten seconds to start. */
    private static final Duration POLICY_TIMEOUT = Duration.ofSeconds(2);

    private Wiring() {}

    /** What the handler is made of. */
    record Parts(Authorizer authorizer, DecisionLog log, DecisionMetrics metrics, SnapshotHooks hooks) {}

    /**
     * Where clients and their accounts are kept.
     *
     * @param knownClients what is remembered of the clients
     * @param warmUp calls in advance that change nothing: they load what a call needs, open a connection and get credentials
     * @param calls counted
     */
    record Table(
            ClientRegistry clients,
            Renewable knownClients,
            LedgerStore accounts,
            Runnable warmUp,
            Map<MetricName, Counter> calls) {

        static Table dynamoDb(String name, Clock clock) {
            TableCalls calls = new TableCalls();
            DynamoDbClient client = DynamoDbClients.create(
                    TABLE_TIMEOUT,
                    builder -> builder.overrideConfiguration(settings -> settings.addExecutionInterceptor(calls)));
            DynamoDbClientRegistry clients = new DynamoDbClientRegistry(client, name, clock);
            DynamoDbLedgerStore accounts = new DynamoDbLedgerStore(client, name);
            return new Table(
                    clients, renewable(clients::forget, clients::warmUp), accounts, accounts::warmUp, calls.counters());
        }
    }

    /** @param out the function's log */
    static Parts parts(AuthorizerConfiguration configuration, Clock clock, PrintStream out) {
        return parts(configuration, () -> Table.dynamoDb(configuration.quotaTable(), clock), clock, out);
    }

    /** @param tables asked once, when keys and policies are under way */
    static Parts parts(AuthorizerConfiguration configuration, Supplier<Table> tables, Clock clock, PrintStream out) {
        RefreshingKeySource keys = RefreshingKeySource.http(configuration.keySet(), clock);
        // The network is slower than reading the rest, so it goes first and beside it.
        keys.prefetch();
        DeliveredPolicies policies = new DeliveredPolicies(configuration.policies(), out, clock);
        CompletableFuture<Void> firstPolicy = policies.read();
        Optional<SecretsManagerStore> secret = secret(configuration.edgeKey());
        AssertionSigner signer = signer(configuration.edgeKey(), secret, clock);
        TokenVerifier tokens = new TokenVerifier(configuration.issuer(), configuration.leeway(), keys, clock);
        Table table = tables.get();
        LeaseLedger ledger = new LeaseLedger(table.accounts(), clock, new GraceLog(out, clock));

        Map<MetricName, Count> counters = new EnumMap<>(MetricName.class);
        counters.putAll(tokens.counters());
        counters.putAll(keys.counters());
        counters.putAll(table.calls());
        counters.putAll(LedgerCounts.of(ledger::stats));
        MetricLines metricLines =
                new MetricLines(configuration.metricNamespace().orElse(""), out, clock, counters, keys::age);

        // Whatever learns something while it runs; SnapshotTest finds what is not here. Metrics go after what they
        // count.
        Map<String, Renewable> renewables = new LinkedHashMap<>();
        renewables.put("tokens", tokens);
        renewables.put("keySet", keys);
        renewables.put("policy", policies);
        renewables.put("registry", table.knownClients());
        renewables.put("ledger", renewable(ledger::forget, table.warmUp()));
        renewables.put("metrics", metricLines);
        if (signer instanceof Renewable renewable) {
            renewables.put("edgeKey", renewable);
        }

        List<Runnable> rehearsed = new ArrayList<>();
        rehearsed.add(table.warmUp());
        secret.ifPresent(store -> rehearsed.add(store::rehearse));

        warmUp(table);
        // So that the first request finds it; one that is away keeps nobody from starting.
        firstPolicy
                .completeOnTimeout(null, POLICY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Parts(
                new Authorizer(tokens, policies, new Shadow(out, clock), table.clients(), ledger, signer, clock),
                new DecisionLog(out, clock),
                configuration.metricNamespace().isPresent() ? metricLines : DecisionMetrics.NONE,
                new SnapshotHooks(new Rehearsal(policies, table.clients(), rehearsed, clock), renewables, out));
    }

    /**
     * A decision's time for the table is too short to load classes in. What fails here the first request meets too, and says
     * so; it has been waited for once, and not for each call.
     */
    private static void warmUp(Table table) {
        try {
            table.knownClients().renew();
            table.warmUp().run();
        } catch (LedgerUnavailableException e) {
            // As above.
        }
    }

    private static Renewable renewable(Runnable forget, Runnable renew) {
        return new Renewable() {
            @Override
            public void forget() {
                forget.run();
            }

            @Override
            public void renew() {
                renew.run();
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
