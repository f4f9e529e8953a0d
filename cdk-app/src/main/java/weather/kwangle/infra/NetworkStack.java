package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayConfig;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.NatProvider;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/** VPC with three zones, a public and a private subnet in each, and a NAT gateway in each. */
final class NetworkStack extends PlatformStack {
    private final NatProvider nat = NatProvider.gateway();
    private final Vpc vpc;

    NetworkStack(Construct scope, EnvironmentSettings settings, IKey key) {
        super(scope, settings, "network", "VPC, subnets, NAT gateways and flow logs");
        this.vpc = Vpc.Builder.create(this, "Vpc")
                .vpcName(names().prefix())
                .ipAddresses(new AddressPlan())
                .availabilityZones(settings.zones())
                .subnetConfiguration(List.of(
                        subnets(AddressPlan.PUBLIC, SubnetType.PUBLIC),
                        subnets(AddressPlan.PRIVATE, SubnetType.PRIVATE_WITH_EGRESS)))
                .natGateways(settings.zones().size())
                .natGatewayProvider(nat)
                .restrictDefaultSecurityGroup(false)
                .build();
        vpc.addFlowLog(
                "FlowLog",
                FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(
                                RetainedLogGroup.create(this, "FlowLogs", names().flowLogs(), settings, key)))
                        .trafficType(FlowLogTrafficType.ALL)
                        .build());
        // Free, and what nodes pull most comes through them: image layers, and the ledger's table.
        addGatewayEndpoint("S3", GatewayVpcEndpointAwsService.S3);
        addGatewayEndpoint("DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB);
    }

    Vpc vpc() {
        return vpc;
    }

    /** Ids, one a zone. */
    List<String> natGateways() {
        return nat.getConfiguredGateways().stream()
                .map(GatewayConfig::getGatewayId)
                .toList();
    }

    private static SubnetConfiguration subnets(String name, SubnetType type) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(24)
                .mapPublicIpOnLaunch(type == SubnetType.PUBLIC ? false : null)
                .build();
    }

    private void addGatewayEndpoint(String id, GatewayVpcEndpointAwsService service) {
        vpc.addGatewayEndpoint(
                id, GatewayVpcEndpointOptions.builder().service(service).build());
    }
}
