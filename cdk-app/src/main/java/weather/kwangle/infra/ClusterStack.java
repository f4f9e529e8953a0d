package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.eks.CfnCluster;
import software.amazon.awscdk.services.eks_v2.Cluster;
import software.amazon.awscdk.services.eks_v2.ClusterLoggingTypes;
import software.amazon.awscdk.services.eks_v2.DefaultCapacityType;
import software.amazon.awscdk.services.eks_v2.EndpointAccess;
import software.amazon.awscdk.services.eks_v2.KubernetesVersion;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The Kubernetes cluster with its nodes, add-ons, roles and log groups: all of it that AWS knows about. What runs
 * inside comes from Helm (docs/adr/0011).
 */
final class ClusterStack extends PlatformStack {
    static final KubernetesVersion KUBERNETES = KubernetesVersion.V1_36;

    private final Cluster cluster;

    ClusterStack(Construct scope, EnvironmentSettings settings, IVpc vpc, IKey key) {
        super(scope, settings, "cluster", "Kubernetes cluster, nodes, add-ons and the roles of its pods");
        LogGroup controlPlaneLogs = logGroup("ControlPlaneLogs", names().controlPlaneLogs(), key);
        this.cluster = cluster(vpc, key);
        // EKS would make the group itself, and keep what is in it for ever.
        cluster.getNode().addDependency(controlPlaneLogs);

        ServiceAccountRoles roles = new ServiceAccountRoles(this, names(), cluster);
        NodeGroup nodes = new NodeGroup(this, settings, cluster);
        settings.nodes().officeHours().ifPresent(hours -> new OfficeHoursSchedule(this, settings, nodes, hours));
        LogGroup performance = logGroup("ContainerInsightsLogs", names().containerInsightsLogs(), key);
        new ClusterAddons(this, names(), roles, nodes, performance);
        List<LogGroup> collected = List.of(
                logGroup("ApplicationLogs", names().applicationLogs(), key),
                logGroup("FluentBitLogs", names().fluentBitLogs(), key));
        new ControllerRoles(this, settings, roles, nodes, collected);
        new WorkloadRoles(this, names(), roles, key);
        new ClusterAccess(this, settings, cluster);
    }

    Cluster cluster() {
        return cluster;
    }

    private Cluster cluster(IVpc vpc, IKey key) {
        Cluster made = Cluster.Builder.create(this, "Cluster")
                .clusterName(names().cluster())
                .version(KUBERNETES)
                .vpc(vpc)
                .vpcSubnets(List.of(privateSubnets()))
                .securityGroup(SecurityGroup.Builder.create(this, "ControlPlane")
                        .vpc(vpc)
                        .description("Nothing beside what EKS opens itself, in the group that it makes")
                        .allowAllOutbound(false)
                        .build())
                .serviceIpv4Cidr(AddressPlan.SERVICES)
                .endpointAccess(EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(
                        settings().cluster().operatorNetworks().toArray(String[]::new)))
                .clusterLogging(List.of(ClusterLoggingTypes.values()))
                .secretsEncryptionKey(key)
                .defaultCapacityType(DefaultCapacityType.NODEGROUP)
                .defaultCapacity(0)
                // Whoever deploys administers nothing: administrators are named.
                .bootstrapClusterCreatorAdminPermissions(false)
                // Networking comes as add-ons from the first moment, so that nothing has to be taken over.
                .bootstrapSelfManagedAddons(false)
                .outputConfigCommand(false)
                .build();
        // A parameter in Systems Manager that kubectl's function, which we do not have, would wait for.
        made.getNode().tryRemoveChild("KubectlReadyBarrier");
        CfnCluster resource = (CfnCluster) requireNonNull(made.getNode().getDefaultChild());
        resource.setDeletionProtection(settings().isProduction());
        // At the end of standard support EKS moves to the next version, instead of charging for the old one.
        resource.setUpgradePolicy(CfnCluster.UpgradePolicyProperty.builder()
                .supportType("STANDARD")
                .build());
        return made;
    }

    static SubnetSelection privateSubnets() {
        return SubnetSelection.builder().subnetGroupName(AddressPlan.PRIVATE).build();
    }

    private LogGroup logGroup(String id, String name, IKey key) {
        return RetainedLogGroup.create(this, id, name, settings(), key);
    }
}
