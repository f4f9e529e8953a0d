package weather.kwangle.infra;

import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigatewayv2.VpcLink;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseNetworkListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.INetworkLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.Protocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.PrivateHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.LoadBalancerTarget;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * The private way from API Gateway to NGINX: VPC link, internal load balancer, target group. With a domain the load
 * balancer ends TLS with its certificate and begins it anew towards NGINX; without one it passes TLS through. The pods
 * register through {@code ci/cluster/target-group-binding.yaml}, which names the target group.
 */
final class LoadBalancerStack extends PlatformStack {
    private static final int HTTPS = 443;

    private final NetworkLoadBalancer loadBalancer;
    private final NetworkTargetGroup targets;
    private final VpcLink vpcLink;

    LoadBalancerStack(Construct scope, EnvironmentSettings settings, IVpc vpc, Optional<DomainStack> domain) {
        super(scope, settings, "load-balancer", "internal load balancer and VPC link");
        SecurityGroup linkGroup = securityGroup("LinkGroup", vpc, "VPC link of API Gateway");
        SecurityGroup balancerGroup = securityGroup("BalancerGroup", vpc, "Internal load balancer");
        linkGroup.addEgressRule(balancerGroup, Port.tcp(HTTPS), "to the load balancer");
        balancerGroup.addIngressRule(linkGroup, Port.tcp(HTTPS), "from API Gateway");
        for (ISubnet subnet : vpc.selectSubnets(ClusterStack.privateSubnets()).getSubnets()) {
            balancerGroup.addEgressRule(Peer.ipv4(subnet.getIpv4CidrBlock()), Port.tcp(HTTPS), "to NGINX's pods");
        }

        this.loadBalancer = NetworkLoadBalancer.Builder.create(this, "Balancer")
                .loadBalancerName(names().prefix() + "-internal")
                .vpc(vpc)
                .vpcSubnets(ClusterStack.privateSubnets())
                .internetFacing(false)
                .crossZoneEnabled(true)
                .securityGroups(List.of(balancerGroup))
                .deletionProtection(settings.isProduction())
                .build();
        Optional<ICertificate> certificate = domain.map(DomainStack::certificate);
        this.targets = targets(vpc, certificate);
        listen(certificate);
        if (domain.isPresent()) {
            loadBalancer.logAccessLogs(accessLogs());
            publishInternally(vpc);
        }
        this.vpcLink = VpcLink.Builder.create(this, "Link")
                .vpcLinkName(names().prefix())
                .vpc(vpc)
                .subnets(ClusterStack.privateSubnets())
                .securityGroups(List.of(linkGroup))
                .build();
    }

    /** For an integration's connection. */
    String vpcLinkId() {
        return vpcLink.getVpcLinkId();
    }

    /**
     * For an integration's target: the load balancer. The integration's URI then chooses the listener by its port, and
     * gives the server's name (docs/adr/0010).
     */
    String integrationTarget() {
        return loadBalancer.getLoadBalancerArn();
    }

    /** As its metrics have it. */
    String loadBalancerFullName() {
        return loadBalancer.getLoadBalancerFullName();
    }

    /** As its metrics have it. */
    String targetGroupFullName() {
        return targets.getTargetGroupFullName();
    }

    INetworkLoadBalancer loadBalancer() {
        return loadBalancer;
    }

    private SecurityGroup securityGroup(String id, IVpc vpc, String description) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(false)
                .build();
    }

    private NetworkTargetGroup targets(IVpc vpc, Optional<ICertificate> certificate) {
        return NetworkTargetGroup.Builder.create(this, "Targets")
                .targetGroupName(names().targetGroup())
                .vpc(vpc)
                .targetType(TargetType.IP)
                .protocol(protocol(certificate))
                .port(HTTPS)
                // NGINX's network policy admits the load balancer's own addresses only.
                .preserveClientIp(false)
                // NGINX's pods go on serving for longer than this (ci/cluster/values/nginx-ingress.yaml).
                .deregistrationDelay(Duration.seconds(30))
                .healthCheck(HealthCheck.builder()
                        .protocol(Protocol.TCP)
                        .port(Integer.toString(HTTPS))
                        .interval(Duration.seconds(10))
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(2)
                        .build())
                .build();
    }

    private void listen(Optional<ICertificate> certificate) {
        var listener = BaseNetworkListenerProps.builder()
                .port(HTTPS)
                .protocol(protocol(certificate))
                .defaultTargetGroups(List.of(targets));
        certificate.ifPresent(own -> listener.certificates(List.of(ListenerCertificate.fromCertificateManager(own)))
                .sslPolicy(SslPolicy.TLS13_RES));
        loadBalancer.addListener("Https", listener.build());
    }

    private static Protocol protocol(Optional<ICertificate> certificate) {
        return certificate.isPresent() ? Protocol.TLS : Protocol.TCP;
    }

    /** Of TLS listeners; there are none of others. Kept as long as archived logs. */
    private Bucket accessLogs() {
        return Bucket.Builder.create(this, "AccessLogs")
                // The load balancer cannot write under a key of ours without being named in the key's policy.
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .versioned(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(Duration.days(settings().logs().archiveDays()))
                        .noncurrentVersionExpiration(Duration.days(1))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
    }

    /** A zone of this one name: a zone of the domain would hide all its other names from the VPC. */
    private void publishInternally(IVpc vpc) {
        PrivateHostedZone zone = PrivateHostedZone.Builder.create(this, "Zone")
                .zoneName(Names.INTERNAL_HOST)
                .comment("Max Weather, " + settings().name() + ": the load balancer inside the VPC")
                .vpc(vpc)
                .build();
        ARecord.Builder.create(this, "Address")
                .zone(zone)
                .target(RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)))
                .build();
    }
}
