package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.services.eks.CfnAccessEntry;
import software.amazon.awscdk.services.eks_v2.AccessEntry;
import software.amazon.awscdk.services.eks_v2.AccessPolicy;
import software.amazon.awscdk.services.eks_v2.AccessPolicyNameOptions;
import software.amazon.awscdk.services.eks_v2.AccessScopeType;
import software.amazon.awscdk.services.eks_v2.Cluster;
import software.amazon.awscdk.services.eks_v2.IAccessPolicy;
import software.constructs.Construct;

/**
 * Who may talk to the Kubernetes API: administrators, to all of it, and the pipeline, to its release's namespace.
 *
 * <p>In that namespace the pipeline may do everything. EKS's policies for editors and for namespace administrators
 * are not enough: the pipeline sets the labels of the namespace itself, and a release may have custom resources (a
 * VirtualServer, an ExternalSecret). That it may make the namespace comes with a group of the cluster's own
 * ({@code ci/cluster/release-rights.yaml}).
 */
final class ClusterAccess extends Construct {
    private static final String EVERYTHING = "AmazonEKSClusterAdminPolicy";

    private final Cluster cluster;

    ClusterAccess(Construct scope, EnvironmentSettings settings, Cluster cluster) {
        super(scope, "Access");
        this.cluster = cluster;
        IAccessPolicy all = AccessPolicy.fromAccessPolicyName(
                EVERYTHING,
                AccessPolicyNameOptions.builder()
                        .accessScopeType(AccessScopeType.CLUSTER)
                        .build());
        settings.cluster().administrators().forEach(role -> grant(role, all));
        AccessEntry pipeline = grant(
                Names.JENKINS_ROLE,
                AccessPolicy.fromAccessPolicyName(
                        EVERYTHING,
                        AccessPolicyNameOptions.builder()
                                .accessScopeType(AccessScopeType.NAMESPACE)
                                .namespaces(List.of(settings.names().namespace()))
                                .build()));
        if (pipeline.getNode().getDefaultChild() instanceof CfnAccessEntry entry) {
            entry.setKubernetesGroups(List.of(settings.names().releaseGroup()));
        }
    }

    private AccessEntry grant(String role, IAccessPolicy policy) {
        return AccessEntry.Builder.create(this, role)
                .cluster(cluster)
                .principal(Arn.role(this, role))
                .accessPolicies(List.of(policy))
                .build();
    }
}
