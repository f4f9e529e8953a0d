package weather.kwangle.infra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmRule;
import software.amazon.awscdk.services.cloudwatch.AlarmState;
import software.amazon.awscdk.services.cloudwatch.CompositeAlarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IAlarmRule;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/**
 * Rings when the error budget of thirty days is being spent too fast. Each rule has a long window, so that it matters,
 * and a short one, so that it ends when the trouble does: multi-window, multi-burn-rate alerts of Google's Site
 * Reliability Workbook, chapter 5.
 *
 * <p>CloudWatch averages over a day at the most; three days are three days in a row beyond the threshold.
 */
final class BurnRateAlarms extends Construct {
    private static final String RUNBOOK = "error-budget";

    /** 99.9 % of requests are not failed by us. */
    private static final BigDecimal UNAVAILABLE = new BigDecimal("0.001");

    /** 99 % of requests are answered within {@link #SLOW}, in percent. */
    private static final BigDecimal TOO_SLOW = BigDecimal.ONE;

    /** Up to a second a person's train of thought is not interrupted (Nielsen, Usability Engineering, chapter 5). */
    private static final Duration SLOW = Duration.seconds(1);

    private final Names names;
    private final Metrics metrics;
    private final IAlarmAction action;
    private final List<IAlarmRef> all = new ArrayList<>();

    BurnRateAlarms(Construct scope, Names names, Metrics metrics, IAlarmAction action) {
        super(scope, "BurnRateAlarms");
        this.names = names;
        this.metrics = metrics;
        this.action = action;
        add(new Objective("availability", "99.9 % of requests are not failed by us", UNAVAILABLE, Metrics::errorRate));
        add(new Objective(
                "latency", "99 % of requests are answered within a second", TOO_SLOW, m -> m.slowerThan(SLOW)));
    }

    List<IAlarmRef> all() {
        return List.copyOf(all);
    }

    /**
     * @param budget what may be bad, in the metric's unit
     * @param bad how much is bad
     */
    private record Objective(String topic, String says, BigDecimal budget, Function<Metrics, Metric> bad) {}

    /** So many values, one a period, make the window. */
    private record Window(String label, Duration period, int periods) {}

    private void add(Objective objective) {
        IAlarmRule fast = spent(
                objective, "14.4", new Window("1h", Duration.hours(1), 1), new Window("5m", Duration.minutes(5), 1));
        IAlarmRule steady = spent(
                objective, "6", new Window("6h", Duration.hours(6), 1), new Window("30m", Duration.minutes(30), 1));
        IAlarmRule slow =
                spent(objective, "1", new Window("3d", Duration.days(1), 3), new Window("6h", Duration.hours(6), 1));
        compose(
                objective.topic() + "-budget-page",
                "Act now: " + objective.says()
                        + ", and a fiftieth of the month's budget went within an hour or a twentieth within six.",
                AlarmRule.anyOf(fast, steady));
        compose(
                objective.topic() + "-budget-ticket",
                "Act within days: " + objective.says()
                        + ", and for three days more of the budget has been spent than comes in.",
                slow);
    }

    private IAlarmRule spent(Objective objective, String burnRate, Window window, Window recent) {
        return AlarmRule.allOf(
                AlarmRule.fromAlarm(child(objective, burnRate, window), AlarmState.ALARM),
                AlarmRule.fromAlarm(child(objective, burnRate, recent), AlarmState.ALARM));
    }

    /** Without an action of its own: half of a reason is none. */
    private Alarm child(Objective objective, String burnRate, Window window) {
        String topic = "%s-burn-%sx-%s".formatted(objective.topic(), burnRate, window.label());
        Metric bad = objective.bad().apply(metrics.every(window.period()));
        return Condition.above(
                        bad,
                        objective.budget().multiply(new BigDecimal(burnRate)).doubleValue())
                .forPeriods(window.periods())
                .applyTo(Alarm.Builder.create(this, topic))
                .alarmName(names.alarm(topic))
                .alarmDescription(Alarms.description(
                        "Budget burns " + burnRate + " times as fast as it comes in, over " + window.label()
                                + ". Part of another alarm.",
                        RUNBOOK))
                .build();
    }

    private void compose(String topic, String meaning, IAlarmRule rule) {
        CompositeAlarm alarm = CompositeAlarm.Builder.create(this, topic)
                .compositeAlarmName(names.alarm(topic))
                .alarmDescription(Alarms.description(meaning, RUNBOOK))
                .alarmRule(rule)
                .build();
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        all.add(alarm);
    }
}
