package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LoadBalancerStackTest {
    private final StackTemplate production = CloudAssembly.production().stack("max-weather-load-balancer");
    private final StackTemplate staging = CloudAssembly.staging().stack("max-weather-staging-load-balancer");
    private final StackTemplate withoutDomain =
            CloudAssembly.productionWithoutDomain().stack("max-weather-load-balancer");

    @Test
    void theLoadBalancerIsInternalAndStandsInThePrivateSubnetsOfThreeZones() {
        StackTemplate.Resource balancer = balancer(production);
        assertThat(balancer.text("Type")).isEqualTo("network");
        assertThat(balancer.text("Scheme")).isEqualTo("internal");
        assertThat(subnets(balancer.property("Subnets")))
                .hasSize(3)
                .allMatch(output -> output.contains("privateSubnet"));
    }

    @Test
    void itBalancesAcrossZones() {
        assertThat(attributes(balancer(production), "LoadBalancerAttributes"))
                .containsEntry("load_balancing.cross_zone.enabled", "true");
    }

    @Test
    void onlyProductionsIsProtectedFromDeletion() {
        assertThat(attributes(balancer(production), "LoadBalancerAttributes"))
                .containsEntry("deletion_protection.enabled", "true");
        assertThat(attributes(balancer(staging), "LoadBalancerAttributes"))
                .containsEntry("deletion_protection.enabled", "false");
    }

    @Test
    void withADomainItEndsTlsWithTheCertificateAndBeginsItAnew() {
        StackTemplate.Resource listener = production.resource("AWS::ElasticLoadBalancingV2::Listener");
        assertThat(listener.text("Protocol")).isEqualTo("TLS");
        assertThat(listener.property("Port").asInt()).isEqualTo(443);
        assertThat(listener.text("Certificates", 0, "CertificateArn")).startsWith("${max-weather-domain:");
        assertThat(listener.text("SslPolicy")).isEqualTo("ELBSecurityPolicy-TLS13-1-2-Res-2021-06");
        assertThat(targets(production).text("Protocol")).isEqualTo("TLS");
    }

    @Test
    void withoutADomainItPassesTlsThrough() {
        StackTemplate.Resource listener = withoutDomain.resource("AWS::ElasticLoadBalancingV2::Listener");
        assertThat(listener.text("Protocol")).isEqualTo("TCP");
        assertThat(listener.property("Certificates").isMissingNode()).isTrue();
        assertThat(targets(withoutDomain).text("Protocol")).isEqualTo("TCP");
        assertThat(targets(withoutDomain).property("Port").asInt()).isEqualTo(443);
    }

    @Test
    void itLooksWhetherNginxTakesConnections() {
        StackTemplate.Resource targets = targets(production);
        assertThat(targets.text("TargetType")).isEqualTo("ip");
        assertThat(targets.text("HealthCheckProtocol")).isEqualTo("TCP");
        assertThat(targets.text("HealthCheckPort")).isEqualTo("443");
        assertThat(targets.property("HealthyThresholdCount").asInt()).isEqualTo(2);
        assertThat(targets.property("UnhealthyThresholdCount").asInt()).isEqualTo(2);
    }

    @Test
    void itLetsGoOfATargetWithin30SecondsAndShowsItsOwnAddress() {
        assertThat(attributes(targets(production), "TargetGroupAttributes"))
                .containsEntry("deregistration_delay.timeout_seconds", "30")
                .containsEntry("preserve_client_ip.enabled", "false");
    }

    @Test
    void theLinkStandsInThePrivateSubnetsWithAGroupOfItsOwn() {
        StackTemplate.Resource link = production.resource("AWS::ApiGatewayV2::VpcLink");
        assertThat(subnets(link.property("SubnetIds"))).hasSize(3).allMatch(output -> output.contains("privateSubnet"));
        assertThat(link.property("SecurityGroupIds")).hasSize(1);
        assertThat(link.text("SecurityGroupIds", 0))
                .isNotEqualTo(balancer(production).text("SecurityGroups", 0));
    }

    @Test
    void onlyTheLinkGetsIn() {
        StackTemplate.Resource ingress = production.resource("AWS::EC2::SecurityGroupIngress");
        StackTemplate.Resource link = production.resource("AWS::ApiGatewayV2::VpcLink");
        assertThat(ingress.text("GroupId")).isEqualTo(balancer(production).text("SecurityGroups", 0));
        assertThat(ingress.text("SourceSecurityGroupId")).isEqualTo(link.text("SecurityGroupIds", 0));
        assertThat(ingress.property("FromPort").asInt()).isEqualTo(443);
        assertThat(ingress.property("ToPort").asInt()).isEqualTo(443);
        assertThat(production.resources("AWS::EC2::SecurityGroup"))
                .allMatch(group -> group.property("SecurityGroupIngress").isMissingNode());
    }

    @Test
    void theLinkReachesTheLoadBalancerAndTheLoadBalancerThePods() {
        StackTemplate.Resource egress = production.resource("AWS::EC2::SecurityGroupEgress");
        assertThat(egress.text("DestinationSecurityGroupId"))
                .isEqualTo(balancer(production).text("SecurityGroups", 0));
        JsonNode pods = production.resources("AWS::EC2::SecurityGroup").stream()
                .map(group -> group.property("SecurityGroupEgress"))
                .filter(rules -> !rules.isMissingNode())
                .findFirst()
                .orElseThrow();
        assertThat(StreamSupport.stream(pods.spliterator(), false))
                .extracting(rule -> rule.path("CidrIp").asText() + " "
                        + rule.path("FromPort").asText() + "-"
                        + rule.path("ToPort").asText())
                .containsExactly("10.0.11.0/24 443-443", "10.0.12.0/24 443-443", "10.0.13.0/24 443-443");
    }

    @Test
    void aPrivateZoneOfThatOneNameLeadsToTheLoadBalancer() {
        StackTemplate.Resource zone = production.resource("AWS::Route53::HostedZone");
        assertThat(zone.text("Name")).isEqualTo("internal.kwangle.weather.");
        assertThat(zone.property("VPCs")).hasSize(1);
        StackTemplate.Resource record = production.resource("AWS::Route53::RecordSet");
        assertThat(record.text("Name")).isEqualTo("internal.kwangle.weather.");
        assertThat(record.text("AliasTarget", "DNSName"))
                .isEqualTo(
                        "dualstack.${%s.DNSName}".formatted(balancer(production).logicalId()));
    }

    @Test
    void tlsConnectionsAreLoggedToABucketThatForgets() {
        StackTemplate.Resource bucket = production.resource("AWS::S3::Bucket");
        assertThat(attributes(balancer(production), "LoadBalancerAttributes"))
                .containsEntry("access_logs.s3.enabled", "true")
                .containsEntry("access_logs.s3.bucket", "${" + bucket.logicalId() + "}");
        assertThat(bucket.property("LifecycleConfiguration", "Rules", 0, "ExpirationInDays")
                        .asInt())
                .isEqualTo(400);
        assertThat(bucket.property("PublicAccessBlockConfiguration")).hasSize(4).allMatch(JsonNode::asBoolean);
    }

    @Test
    void withoutADomainThereIsNeitherZoneNorLog() {
        assertThat(withoutDomain.resources("AWS::Route53::HostedZone")).isEmpty();
        assertThat(withoutDomain.resources("AWS::Route53::RecordSet")).isEmpty();
        assertThat(withoutDomain.resources("AWS::S3::Bucket")).isEmpty();
    }

    private static StackTemplate.Resource balancer(StackTemplate stack) {
        return stack.resource("AWS::ElasticLoadBalancingV2::LoadBalancer");
    }

    private static StackTemplate.Resource targets(StackTemplate stack) {
        return stack.resource("AWS::ElasticLoadBalancingV2::TargetGroup");
    }

    private static Map<String, String> attributes(StackTemplate.Resource resource, String property) {
        Map<String, String> attributes = new TreeMap<>();
        for (JsonNode attribute : resource.property(property)) {
            attributes.put(attribute.path("Key").asText(), StackTemplate.text(attribute.path("Value")));
        }
        return attributes;
    }

    private static List<String> subnets(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(StackTemplate::text)
                .toList();
    }
}
