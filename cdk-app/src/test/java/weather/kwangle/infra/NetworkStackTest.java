package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkStackTest {
    private final StackTemplate network = CloudAssembly.production().stack("max-weather-network");

    @Test
    void theVpcHasTheDocumentsAddresses() {
        assertThat(network.resource("AWS::EC2::VPC").property("CidrBlock").asText())
                .isEqualTo("10.0.0.0/16");
    }

    @Test
    void aPublicAndAPrivateSubnetStandInEachOfThreeZones() {
        assertThat(network.resources("AWS::EC2::Subnet"))
                .extracting(subnet -> subnet.property("AvailabilityZone").asText()
                        + " "
                        + subnet.property("CidrBlock").asText()
                        + " "
                        + tag(subnet, "aws-cdk:subnet-name"))
                .containsExactlyInAnyOrder(
                        "us-east-1a 10.0.1.0/24 public",
                        "us-east-1b 10.0.2.0/24 public",
                        "us-east-1c 10.0.3.0/24 public",
                        "us-east-1a 10.0.11.0/24 private",
                        "us-east-1b 10.0.12.0/24 private",
                        "us-east-1c 10.0.13.0/24 private");
    }

    @Test
    void oneInternetGatewayLeadsThePublicSubnetsOut() {
        assertThat(network.resources("AWS::EC2::InternetGateway")).hasSize(1);
        assertThat(defaultRoutes("GatewayId")).hasSize(3).allMatch(id -> id.startsWith("Vpcpublic"));
    }

    @Test
    void eachZonesPrivateSubnetGoesOutThroughItsOwnNatGateway() {
        assertThat(network.resources("AWS::EC2::NatGateway")).hasSize(3);
        assertThat(defaultRoutes("NatGatewayId")).hasSize(3).allMatch(id -> id.startsWith("Vpcprivate"));
        assertThat(network.resources("AWS::EC2::Route").stream()
                        .map(route -> route.property("NatGatewayId", "Ref").asText())
                        .filter(id -> !id.isEmpty()))
                .doesNotHaveDuplicates();
    }

    @Test
    void noSubnetGivesItsMachinesPublicAddresses() {
        assertThat(network.resources("AWS::EC2::Subnet"))
                .allMatch(subnet -> !subnet.property("MapPublicIpOnLaunch").asBoolean());
    }

    @Test
    void allTrafficIsLogged() {
        StackTemplate.Resource flowLog = network.resource("AWS::EC2::FlowLog");
        assertThat(flowLog.property("TrafficType").asText()).isEqualTo("ALL");
        assertThat(network.resource("AWS::Logs::LogGroup")
                        .property("LogGroupName")
                        .asText())
                .isEqualTo("/aws/vpc/max-weather/flow-logs");
    }

    @Test
    void trafficToS3AndTheTableDoesNotPassTheNatGateways() {
        List<String> services = network.resources("AWS::EC2::VPCEndpoint").stream()
                .map(endpoint -> endpoint.text("ServiceName"))
                .toList();
        assertThat(services)
                .containsExactlyInAnyOrder("com.amazonaws.${AWS::Region}.s3", "com.amazonaws.${AWS::Region}.dynamodb");
    }

    private List<String> defaultRoutes(String target) {
        return network.resources("AWS::EC2::Route").stream()
                .filter(route -> route.property("DestinationCidrBlock").asText().equals("0.0.0.0/0"))
                .filter(route -> !route.property(target).isMissingNode())
                .map(StackTemplate.Resource::logicalId)
                .toList();
    }

    private static String tag(StackTemplate.Resource resource, String key) {
        for (JsonNode tag : resource.property("Tags")) {
            if (tag.path("Key").asText().equals(key)) {
                return tag.path("Value").asText();
            }
        }
        return "";
    }
}
