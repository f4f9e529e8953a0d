package weather.kwangle.infra;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** The stacks of one environment, in the order in which they need each other. */
final class PlatformStacks {
    private PlatformStacks() {}

    static void create(App app, EnvironmentSettings settings, ProductFiles files, SharedStack shared) {
        EncryptionStack encryption = new EncryptionStack(app, settings);
        NetworkStack network = new NetworkStack(app, settings, encryption.key());
        ClusterStack cluster = new ClusterStack(app, settings, network.vpc(), encryption.key());
        Optional<DomainStack> domain = settings.domain().map(each -> new DomainStack(app, settings, each));
        LoadBalancerStack loadBalancer = new LoadBalancerStack(app, settings, network.vpc(), domain);
        IdentityStack identity = new IdentityStack(app, settings);
        DataStack data = new DataStack(app, settings, files, encryption.key());
        AccessPolicyStack accessPolicy = new AccessPolicyStack(app, settings, files, encryption.key());
        EdgeStack edge = new EdgeStack(
                app,
                settings,
                files,
                new AuthorizerFunction.Surroundings(
                        identity.issuer(),
                        data.quotaTable(),
                        data.edgeKeySecret(),
                        accessPolicy.deliveredPolicy(),
                        encryption.key()),
                new PrivateIntegration(loadBalancer.vpcLinkId(), loadBalancer.integrationTarget()),
                domain);
        // A version of the authorizer starts once while it is made, and needs a policy by then.
        edge.addStackDependency(accessPolicy);
        // Its subscription needs the log group.
        new RefundStack(app, settings, files, data.quotaTable(), encryption.key()).addStackDependency(edge);
        // EKS refuses an access entry for a role that is not there yet, API Gateway a stage with logs before the
        // account's setting.
        List.of(cluster, edge).forEach(stack -> stack.addStackDependency(shared));
        List<Stack> withLogGroups = List.of(cluster, edge);
        new LogArchiveStack(app, settings, encryption.key(), withLogGroups);
        new ObservabilityStack(
                app,
                settings,
                encryption.key(),
                new WatchedResources(
                        loadBalancer.loadBalancerFullName(),
                        loadBalancer.targetGroupFullName(),
                        network.natGateways(),
                        domain.map(stack -> stack.certificate().getCertificateArn())),
                withLogGroups);
    }
}
