package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.constructs.Construct;

/** Tells when the authorizer admits requests without the quota table, and when it loses clients' permits. */
final class LedgerAlarms extends Construct {
    private static final String RUNBOOK = "quota-table";

    private static final int LOST_PERCENT = 1;

    private final Names names;
    private final IAlarmAction action;
    private final List<IAlarmRef> all;

    LedgerAlarms(Construct scope, Names names, Metrics metrics, IAlarmAction action) {
        super(scope, "LedgerAlarms");
        this.names = names;
        this.action = action;
        all = List.of(
                add(
                        "quota-grace",
                        "Instances of the authorizer admit requests without the quota table, which is away for them.",
                        Condition.above(metrics.graceInForce(), 0)),
                add(
                        "permits-lost",
                        "For 15 minutes more than %d %% of the permits were in writes that the quota table did not answer."
                                .formatted(LOST_PERCENT),
                        Condition.above(metrics.lostPermitsPercent(), LOST_PERCENT)
                                .forPeriods(3)));
    }

    /** In the order of urgency. */
    List<IAlarmRef> all() {
        return all;
    }

    private Alarm add(String topic, String meaning, Condition condition) {
        return Alarms.create(this, topic, names.alarm(topic), Alarms.description(meaning, RUNBOOK), condition, action);
    }
}
