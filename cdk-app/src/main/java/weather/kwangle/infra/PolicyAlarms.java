package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Alarms about access policies. Three of them also end a roll-out: AppConfig takes back what is being rolled out, or is in
 * its bake time, as soon as one rings.
 *
 * <p>They stand beside what AppConfig delivers, since its environments name them and the authorizer needs the environments.
 * Metrics and the topic come with later stacks: CloudWatch asks for neither when an alarm is made.
 */
final class PolicyAlarms extends Construct {
    private static final String RUNBOOK = "access-policy";

    static final String DENYING = "policy-denying";
    static final String FAILING = "policy-failing";
    static final String REFUSED = "policy-refused";
    static final String UNREACHABLE = "policy-unreachable";
    static final String BREAK_GLASS_REFUSED = "break-glass-refused";
    static final String LASTING = "break-glass-lasting";

    /** In the order of urgency. */
    static final List<String> ALL = List.of(DENYING, FAILING, REFUSED, BREAK_GLASS_REFUSED, UNREACHABLE, LASTING);

    private final Names names;
    private final SnsAction action;
    private final List<Alarm> endingRollouts;

    PolicyAlarms(Construct scope, EnvironmentSettings settings) {
        super(scope, "Alarms");
        this.names = settings.names();
        this.action = new SnsAction(Topic.fromTopicArn(this, "Topic", Arn.regional(this, "sns", names.alarmTopic())));
        int denied = settings.policyDelivery().deniedPercent();
        PolicyMetrics eachMinute = new PolicyMetrics(names, Duration.minutes(1));
        this.endingRollouts = List.of(
                add(
                        DENYING,
                        "The authorizer refused more than %d %% of the requests with a good token, in 2 of 3 minutes."
                                .formatted(denied),
                        Condition.above(eachMinute.deniedPercent(), denied).forPeriods(2, 3)),
                add(
                        FAILING,
                        "The authorizer could not decide at least 3 times a minute, in 2 of 3 minutes.",
                        Condition.above(eachMinute.internalFailures(), 2).forPeriods(2, 3)),
                add(
                        REFUSED,
                        "An instance of the authorizer was given a policy that it cannot read, and goes on with the one that it has.",
                        Condition.above(
                                eachMinute.documents(PolicyEvent.POLICY_REFUSED, PolicyDocument.ACCESS_POLICY_PROFILE),
                                0)));
        add(
                BREAK_GLASS_REFUSED,
                "An instance of the authorizer cannot read what is to be refused by hand: the last entry is not in force.",
                Condition.above(
                        eachMinute.documents(PolicyEvent.POLICY_REFUSED, PolicyDocument.BREAK_GLASS_PROFILE), 0));
        add(
                UNREACHABLE,
                "Instances of the authorizer cannot ask AppConfig for 5 minutes, and go on with what they have.",
                Condition.above(new PolicyMetrics(names, Duration.minutes(5)).lost(), 0));
        add(
                LASTING,
                "In 12 of the last 24 hours something was refused by hand: lift it, or make it a rule.",
                Condition.above(new PolicyMetrics(names, Duration.hours(1)).signsOfBreakGlass(), 0)
                        .forPeriods(12, 24));
    }

    /** At most five, of which AppConfig knows no more. */
    List<Alarm> endingRollouts() {
        return endingRollouts;
    }

    /** The alarms by name, for another stack. */
    static List<IAlarm> named(Construct scope, Names names) {
        return ALL.stream()
                .map(topic -> Alarm.fromAlarmName(scope, topic, names.alarm(topic)))
                .toList();
    }

    private Alarm add(String topic, String meaning, Condition condition) {
        return Alarms.create(this, topic, names.alarm(topic), Alarms.description(meaning, RUNBOOK), condition, action);
    }
}
