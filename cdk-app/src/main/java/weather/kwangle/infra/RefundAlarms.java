package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.constructs.Construct;

/** Tells when permits do not find back to their clients. */
final class RefundAlarms extends Construct {
    private static final String RUNBOOK = "refunds";

    private final Names names;
    private final IAlarmAction action;
    private final List<IAlarmRef> all;

    RefundAlarms(Construct scope, Names names, Metrics metrics, IAlarmAction action) {
        super(scope, "RefundAlarms");
        this.names = names;
        this.action = action;
        all = List.of(
                add(
                        "refunds-failing",
                        "The function that gives permits back has been failing for 15 minutes.",
                        Condition.above(metrics.function(names.refundFunction(), "Errors", "Sum"), 0)
                                .forPeriods(3)),
                add(
                        "refunds-undelivered",
                        "Lines of the access log wait in a queue, for the function failed with them again and again.",
                        Condition.above(
                                metrics.queue(
                                        names.undeliveredRefunds(), "ApproximateNumberOfMessagesVisible", "Maximum"),
                                0)));
    }

    /** In the order of urgency. */
    List<IAlarmRef> all() {
        return all;
    }

    private Alarm add(String topic, String meaning, Condition condition) {
        return Alarms.create(this, topic, names.alarm(topic), Alarms.description(meaning, RUNBOOK), condition, action);
    }
}
