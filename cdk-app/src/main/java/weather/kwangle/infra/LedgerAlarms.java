package weather.kwangle.infra;

import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.constructs.Construct;

/** Tells when the authorizer admits requests without the quota table, and when it loses clients' permits. */
final class LedgerAlarms extends RunbookAlarms {
    private static final int LOST_PERCENT = 1;

    LedgerAlarms(Construct scope, Names names, Metrics metrics, IAlarmAction action) {
        super(scope, "LedgerAlarms", names, action, "quota-table");
        add(
                "quota-grace",
                "Instances of the authorizer admit requests without the quota table, which is away for them.",
                Condition.above(metrics.graceInForce(), 0));
        add(
                "permits-lost",
                "For 15 minutes more than %d %% of the permits were in writes that the quota table did not answer."
                        .formatted(LOST_PERCENT),
                Condition.above(metrics.lostPermitsPercent(), LOST_PERCENT).forPeriods(3));
    }
}
