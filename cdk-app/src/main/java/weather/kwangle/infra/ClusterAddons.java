package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.services.eks.CfnAddon;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/**
 * What EKS itself installs in the cluster. No version is named: EKS takes the default of the cluster's own version, and
 * moves to a later one when somebody asks (docs/runbooks/upgrades.md).
 */
final class ClusterAddons extends Construct {
    private static final String SYSTEM = "kube-system";

    /** Without it network policies are accepted and ignored; a text, as the add-on's schema wants it. */
    private static final String ENFORCE_NETWORK_POLICIES = """
            {"enableNetworkPolicy":"true"}""";

    /**
     * Container Insights with enhanced observability, the kind whose metrics the alarms name. Its own Fluent Bit stays
     * off: ours (helm/logging) ships the logs, and nobody else. Application Signals is not in the list, so the add-on
     * puts no agent into our JVMs.
     */
    private static final String METRICS_ONLY = """
            {"agent":{"config":{"logs":{"metrics_collected":{"kubernetes":{"enhanced_container_insights":true}}}}},\
            "containerLogs":{"enabled":false}}""";

    private final String clusterName;

    ClusterAddons(
            Construct scope, Names names, ServiceAccountRoles roles, NodeGroup nodes, ILogGroup containerInsights) {
        super(scope, "Addons");
        this.clusterName = names.cluster();

        Role network = roles.role(SYSTEM, "aws-node");
        network.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("AmazonEKS_CNI_Policy"));
        Role storage = roles.role(SYSTEM, "ebs-csi-controller-sa");
        storage.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonEBSCSIDriverPolicy"));
        Role metrics = roles.role("amazon-cloudwatch", "cloudwatch-agent");
        containerInsights.grantWrite(metrics);
        // Which Auto Scaling group a node is of, and which volumes it has. EC2 knows no resource for these.
        metrics.addToPolicy(Permission.to(List.of("ec2:DescribeTags", "ec2:DescribeVolumes"), Permission.ANY));

        // A node is ready once it has a network, so these come before the nodes; the others need nodes to run on.
        CfnAddon cni = addon("vpc-cni");
        cni.setServiceAccountRoleArn(network.getRoleArn());
        cni.setConfigurationValues(ENFORCE_NETWORK_POLICIES);
        CfnAddon proxy = addon("kube-proxy");
        nodes.group().getNode().addDependency(cni, proxy);
        cni.getNode().addDependency(nodes.cluster());
        proxy.getNode().addDependency(nodes.cluster());

        CfnAddon dns = addon("coredns");
        CfnAddon volumes = addon("aws-ebs-csi-driver");
        volumes.setServiceAccountRoleArn(storage.getRoleArn());
        CfnAddon observability = addon("amazon-cloudwatch-observability");
        observability.setServiceAccountRoleArn(metrics.getRoleArn());
        observability.setConfigurationValues(METRICS_ONLY);
        observability.getNode().addDependency(containerInsights);
        for (CfnAddon addon : List.of(dns, volumes, observability)) {
            addon.getNode().addDependency(nodes.group());
        }
    }

    private CfnAddon addon(String name) {
        return CfnAddon.Builder.create(this, name)
                .addonName(name)
                .clusterName(clusterName)
                .resolveConflicts("OVERWRITE")
                .build();
    }
}
