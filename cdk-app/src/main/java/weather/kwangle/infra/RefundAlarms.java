package weather.kwangle.infra;

import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.constructs.Construct;

/** Tells when permits do not find back to their clients. */
final class RefundAlarms extends RunbookAlarms {
    RefundAlarms(Construct scope, Names names, Metrics metrics, IAlarmAction action) {
        super(scope, "RefundAlarms", names, action, "refunds");
        add(
                "refunds-failing",
                "The function that gives permits back has been failing for 15 minutes.",
                Condition.above(metrics.function(names.refundFunction(), "Errors", "Sum"), 0)
                        .forPeriods(3));
        add(
                "refunds-undelivered",
                "Lines of the access log wait in a queue, for the function failed with them again and again.",
                Condition.above(
                        metrics.queue(names.undeliveredRefunds(), "ApproximateNumberOfMessagesVisible", "Maximum"), 0));
    }
}
