package weather.kwangle.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.CfnQueryDefinition;
import software.constructs.Construct;

/** Metrics out of logs, alarms, dashboards and saved queries (docs/observability.md). */
final class ObservabilityStack extends PlatformStack {

    /** @param after stacks that make the log groups: a metric filter needs its group */
    ObservabilityStack(
            Construct scope,
            EnvironmentSettings settings,
            IKey key,
            WatchedResources watched,
            List<? extends Stack> after) {
        super(scope, settings, "observability", "metrics, alarms, dashboards and saved queries");
        after.forEach(this::addStackDependency);
        Metrics metrics = new Metrics(settings, watched);
        new MetricFilters(this, names());
        IAlarmAction topic = new AlarmTopic(this, settings, key).action();
        Alarms alarms = new Alarms(this, settings, metrics, topic);
        BurnRateAlarms burnRates = new BurnRateAlarms(this, names(), metrics, topic);
        LedgerAlarms ledger = new LedgerAlarms(this, names(), metrics, topic);
        RefundAlarms refunds = new RefundAlarms(this, names(), metrics, topic);
        new Dashboards(
                this,
                names(),
                metrics,
                Stream.of(burnRates.all(), alarms.all(), ledger.all(), refunds.all(), PolicyAlarms.named(this, names()))
                        .<IAlarmRef>flatMap(List::stream)
                        .toList());
        SavedQuery.of(names()).forEach(this::save);
    }

    private void save(SavedQuery query) {
        CfnQueryDefinition.Builder.create(this, "Query-" + query.name())
                .name(names().prefix() + "/" + query.name())
                .logGroupNames(List.of(query.logGroup()))
                .queryString(query.text())
                .build();
    }
}
