package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Where alarms go, and the pipeline's alerts: whoever is on call listens here. */
final class AlarmTopic extends Construct {
    private final Topic topic;

    AlarmTopic(Construct scope, EnvironmentSettings settings, IKey key) {
        super(scope, "AlarmTopic");
        this.topic = Topic.Builder.create(this, "Topic")
                .topicName(settings.names().alarmTopic())
                .displayName("Max Weather " + settings.name())
                .masterKey(key)
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Alarms")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        for (String email : settings.alarms().emails()) {
            topic.addSubscription(new EmailSubscription(email));
        }
    }

    SnsAction action() {
        return new SnsAction(topic);
    }
}
