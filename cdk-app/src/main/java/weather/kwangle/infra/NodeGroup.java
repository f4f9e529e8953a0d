package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.eks_v2.CapacityType;
import software.amazon.awscdk.services.eks_v2.Cluster;
import software.amazon.awscdk.services.eks_v2.LaunchTemplateSpec;
import software.amazon.awscdk.services.eks_v2.Nodegroup;
import software.amazon.awscdk.services.eks_v2.NodegroupAmiType;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * The machines on which pods run: managed by EKS, in the private subnets, with nobody to log in.
 *
 * <p>It has no name of ours, so that a change which replaces it can make the new one before the old one goes. Cluster
 * Autoscaler finds it by the tags {@code k8s.io/cluster-autoscaler/…}, which EKS puts on the Auto Scaling group by
 * itself; tags of the node group would not get there.
 *
 * @see <a href="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html">Managed node groups</a>
 */
final class NodeGroup extends Construct {
    /** Holds images and the buffer of the log collector. */
    private static final int DISK_GIB = 20;

    private final Cluster cluster;
    private final Nodegroup group;

    NodeGroup(Construct scope, EnvironmentSettings settings, Cluster cluster) {
        super(scope, "Nodes");
        this.cluster = cluster;
        EnvironmentSettings.Nodes nodes = settings.nodes();
        LaunchTemplate template = launchTemplate();
        Tags.of(template).add("Name", settings.names().prefix() + "-node");
        this.group = Nodegroup.Builder.create(this, "Group")
                .cluster(cluster)
                .nodeRole(role())
                .subnets(ClusterStack.privateSubnets())
                .amiType(NodegroupAmiType.AL2023_X86_64_STANDARD)
                .instanceTypes(List.of(new InstanceType(nodes.instanceType())))
                .capacityType(
                        switch (nodes.capacity()) {
                            case ON_DEMAND -> CapacityType.ON_DEMAND;
                            case SPOT -> CapacityType.SPOT;
                        })
                .minSize(nodes.minimum())
                .desiredSize(nodes.desired())
                .maxSize(nodes.maximum())
                .launchTemplateSpec(LaunchTemplateSpec.builder()
                        .id(template.getLaunchTemplateId())
                        .version(template.getLatestVersionNumber())
                        .build())
                .maxUnavailable(1)
                // An update waits for what disruption budgets hold back, and fails rather than break them.
                .forceUpdate(false)
                .build();
    }

    Cluster cluster() {
        return cluster;
    }

    Nodegroup group() {
        return group;
    }

    /** Joins the cluster and pulls images; what pods need stands in roles of their own. */
    private Role role() {
        return Role.Builder.create(this, "Role")
                .description("Nodes of the cluster")
                .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
                .managedPolicies(List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("AmazonEKSWorkerNodePolicy"),
                        ManagedPolicy.fromAwsManagedPolicyName("AmazonEC2ContainerRegistryPullOnly")))
                .build();
    }

    /** No key pair and no security group: the cluster's own is the only one, and it lets nobody in from outside. */
    private LaunchTemplate launchTemplate() {
        return LaunchTemplate.Builder.create(this, "Template")
                // With one hop pods do not reach the node's credentials.
                .requireImdsv2(true)
                .httpPutResponseHopLimit(1)
                .blockDevices(List.of(BlockDevice.builder()
                        .deviceName("/dev/xvda")
                        .volume(BlockDeviceVolume.ebs(
                                DISK_GIB,
                                EbsDeviceOptions.builder()
                                        .volumeType(EbsDeviceVolumeType.GP3)
                                        .encrypted(true)
                                        .deleteOnTermination(true)
                                        .build()))
                        .build()))
                .build();
    }
}
