package weather.kwangle.infra;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** The stacks of one environment, in the order in which they need each other. */
final class PlatformStacks {
    private final ClusterStack cluster;

    PlatformStacks(App app, EnvironmentSettings settings) {
        EncryptionStack encryption = new EncryptionStack(app, settings);
        NetworkStack network = new NetworkStack(app, settings, encryption.key());
        this.cluster = new ClusterStack(app, settings, network.vpc(), encryption.key());
        Optional<DomainStack> domain = settings.domain().map(each -> new DomainStack(app, settings, each));
        LoadBalancerStack loadBalancer = new LoadBalancerStack(app, settings, network.vpc(), domain);
        List<Stack> withLogGroups = List.of(network, cluster);
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

    /** EKS refuses an access entry for a role that does not exist yet. */
    void deployAfter(Stack shared) {
        cluster.addStackDependency(shared);
    }
}
