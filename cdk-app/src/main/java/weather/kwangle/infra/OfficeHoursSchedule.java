package weather.kwangle.infra;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.Universal;
import software.constructs.Construct;

/**
 * Takes the nodes away in the evening and brings them back in the morning. A release in between brings them back too, to
 * the same sizes ({@code ci/wake-nodes.sh}), and the next evening takes them away again.
 *
 * <p>A scheduled action of the Auto Scaling group would need the group's name, which EKS makes up at deployment, and
 * EKS would not know of the change. So EventBridge Scheduler asks EKS itself. Cluster Autoscaler goes with the nodes; in
 * the minutes in which they are drained it may still want one for the pods that wait, and the night's maximum of one
 * (EKS takes no zero there) is the most that it gets. A deployment leaves the sizes as they are, unless it changes them.
 */
final class OfficeHoursSchedule extends Construct {
    private final Names names;
    private final NodeGroup nodes;
    private final EnvironmentSettings.OfficeHours hours;

    OfficeHoursSchedule(
            Construct scope, EnvironmentSettings settings, NodeGroup nodes, EnvironmentSettings.OfficeHours hours) {
        super(scope, "OfficeHours");
        this.names = settings.names();
        this.nodes = nodes;
        this.hours = hours;
        EnvironmentSettings.Nodes day = settings.nodes();
        resize("Start", hours.start(), day.minimum(), day.desired(), day.maximum());
        resize("End", hours.end(), 0, 0, 1);
    }

    private void resize(String id, String when, int minimum, int desired, int maximum) {
        Map<String, Object> sizes = new TreeMap<>();
        sizes.put("MinSize", minimum);
        sizes.put("DesiredSize", desired);
        sizes.put("MaxSize", maximum);
        // The scheduler wants the names of EKS's model, which begin with a capital, not those of its HTTP interface.
        Map<String, Object> request = new TreeMap<>();
        request.put("ClusterName", nodes.cluster().getClusterName());
        request.put("NodegroupName", nodes.group().getNodegroupName());
        request.put("ScalingConfig", sizes);
        Schedule.Builder.create(this, id)
                .scheduleName(names.prefix() + "-nodes-" + id.toLowerCase(Locale.ROOT))
                .description(desired + " nodes in " + names.cluster())
                .schedule(ScheduleExpression.expression(when, TimeZone.of(hours.timeZone())))
                .target(Universal.Builder.create()
                        .service("eks")
                        .action("updateNodegroupConfig")
                        .input(ScheduleTargetInput.fromObject(request))
                        .policyStatements(List.of(Permission.to(
                                List.of("eks:UpdateNodegroupConfig"),
                                nodes.group().getNodegroupArn())))
                        .build())
                .build();
    }
}
