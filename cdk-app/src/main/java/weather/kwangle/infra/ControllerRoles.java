package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.eks_v2.Cluster;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * Roles of what {@code ci/cluster/prerequisites.yaml} installs: the same namespaces and service accounts, and no more
 * rights than each needs here.
 */
final class ControllerRoles {
    private final Construct scope;
    private final Names names;
    private final ServiceAccountRoles roles;

    /** @param collected the groups into which containers' output goes */
    ControllerRoles(
            Construct scope,
            EnvironmentSettings settings,
            ServiceAccountRoles roles,
            NodeGroup nodes,
            List<LogGroup> collected) {
        this.scope = scope;
        this.names = settings.names();
        this.roles = roles;
        fluentBit(collected);
        clusterAutoscaler(nodes);
        loadBalancerController(nodes.cluster());
        // Without a domain there is no zone, and no role.
        settings.domain().ifPresent(this::externalDns);
    }

    /** Fluent Bit makes no group: where one is missing, it says so. */
    private void fluentBit(List<LogGroup> groups) {
        var role = roles.role("logging", "fluent-bit");
        groups.forEach(group -> group.grantWrite(role));
    }

    /**
     * What Cluster Autoscaler asks for a group whose nodes are of one type; it changes groups of this cluster alone.
     *
     * @see <a href="https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler/cloudprovider/aws">Cluster
     *     Autoscaler on AWS</a>
     */
    private void clusterAutoscaler(NodeGroup nodes) {
        roles.role(
                "cluster-autoscaler",
                "cluster-autoscaler",
                Permission.to(
                        List.of(
                                "autoscaling:DescribeAutoScalingGroups",
                                "autoscaling:DescribeAutoScalingInstances",
                                "autoscaling:DescribeLaunchConfigurations",
                                "autoscaling:DescribeScalingActivities",
                                "autoscaling:DescribeTags",
                                "ec2:DescribeImages",
                                "ec2:DescribeInstanceTypes",
                                "ec2:DescribeLaunchTemplateVersions",
                                "ec2:GetInstanceTypesFromInstanceRequirements"),
                        Permission.ANY),
                // Labels and taints of a group that has no node to look at.
                Permission.to(List.of("eks:DescribeNodegroup"), nodes.group().getNodegroupArn()),
                Permission.when(
                        Map.of(
                                "StringEquals",
                                Map.of("aws:ResourceTag/k8s.io/cluster-autoscaler/" + names.cluster(), "owned")),
                        List.of("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"),
                        Arn.regional(scope, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")));
    }

    /**
     * Of the policy that the load balancer controller's project publishes, the part that a TargetGroupBinding needs: it
     * makes no load balancer here, so it may not. What it opens is the group that EKS gave to nodes and pods.
     */
    private void loadBalancerController(Cluster cluster) {
        roles.role(
                "aws-load-balancer-controller",
                "aws-load-balancer-controller",
                Permission.to(
                        List.of(
                                "ec2:DescribeAvailabilityZones",
                                "ec2:DescribeInstances",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeVpcs",
                                "elasticloadbalancing:DescribeTargetGroups",
                                "elasticloadbalancing:DescribeTargetHealth"),
                        Permission.ANY),
                Permission.to(
                        List.of("elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"),
                        Arn.regional(scope, "elasticloadbalancing", "targetgroup/" + names.targetGroup() + "/*")),
                Permission.to(
                        List.of("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"),
                        Arn.regional(scope, "ec2", "security-group/" + cluster.getClusterSecurityGroupId())));
    }

    private void externalDns(EnvironmentSettings.Domain domain) {
        String zone = "arn:aws:route53:::hostedzone/"
                + StringParameter.valueForStringParameter(scope, domain.hostedZoneIdParameter());
        List<String> below = domain.hosts().stream().map(host -> "*." + host).toList();
        roles.role(
                "external-dns",
                "external-dns",
                // The zone is everyone's: an environment's own names and those of others are not for its pods to
                // change.
                Permission.when(
                        Map.of(
                                "ForAllValues:StringLike",
                                Map.of("route53:ChangeResourceRecordSetsNormalizedRecordNames", below)),
                        List.of("route53:ChangeResourceRecordSets"),
                        zone),
                Permission.to(List.of("route53:ListResourceRecordSets", "route53:ListTagsForResources"), zone),
                Permission.to(List.of("route53:ListHostedZones"), Permission.ANY));
    }
}
