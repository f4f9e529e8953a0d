package weather.kwangle.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthlyBillTest {
    /** One of everything that costs, as templates have it. */
    private static final String EVERYTHING = """
            {"Resources": {
              "Cluster": {"Type": "AWS::EKS::Cluster"},
              "Addon": {"Type": "AWS::EKS::Addon"},
              "Nodes": {"Type": "AWS::EKS::Nodegroup", "Properties": {
                "InstanceTypes": ["t3.medium"], "DiskSize": 30, "ScalingConfig": {"DesiredSize": 3}}},
              "Repository": {"Type": "AWS::ECR::Repository"},
              "Nat1": {"Type": "AWS::EC2::NatGateway"},
              "Nat2": {"Type": "AWS::EC2::NatGateway"},
              "Nat3": {"Type": "AWS::EC2::NatGateway"},
              "Address": {"Type": "AWS::EC2::EIP"},
              "Gateway": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": "Gateway"}},
              "Endpoint": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {
                "VpcEndpointType": "Interface", "SubnetIds": ["a", "b", "c"]}},
              "Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer"},
              "Zone": {"Type": "AWS::Route53::HostedZone"},
              "Api": {"Type": "AWS::ApiGateway::RestApi"},
              "Stage": {"Type": "AWS::ApiGateway::Stage"},
              "Acl": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{}, {}]}},
              "Authorizer": {"Type": "AWS::Lambda::Alias"},
              "Asking": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {
                "AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS": "15",
                "ACCESS_POLICY": "http://localhost:2772/applications/a/environments/live/configurations/p",
                "SHADOW_POLICY": "http://localhost:2772/applications/a/environments/candidate/configurations/p",
                "TOKEN_ISSUER": "https://issuer"}}}},
              "Policies": {"Type": "AWS::AppConfig::Application"},
              "Machine": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {
                "AllowedOAuthFlows": ["client_credentials"]}},
              "Browser": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"AllowedOAuthFlows": ["code"]}},
              "Filter": {"Type": "AWS::Logs::MetricFilter", "Properties": {
                "MetricTransformations": [{"Dimensions": [{"Key": "Method"}, {"Key": "Resource"}]}]}},
              "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 90}},
              "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Count"}},
              "Sum": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
                "Metrics": [{"Expression": "a + b"}, {"MetricStat": {}}, {"MetricStat": {}}]}},
              "Both": {"Type": "AWS::CloudWatch::CompositeAlarm"},
              "Dashboard": {"Type": "AWS::CloudWatch::Dashboard"},
              "Stream": {"Type": "AWS::KinesisFirehose::DeliveryStream"},
              "Key": {"Type": "AWS::KMS::Key"},
              "Secret": {"Type": "AWS::SecretsManager::Secret"},
              "Table": {"Type": "AWS::DynamoDB::Table"}
            }}""";

    private CostTables tables;

    @BeforeEach
    void readTables() throws IOException {
        tables = CostTables.read(Path.of("cost"));
    }

    @ParameterizedTest
    @CsvSource({
        "clusters, 73.00",
        "t3.medium, 91.10",
        "disks, 7.20",
        "gateways, 98.55",
        "addresses, 3.65",
        "interface endpoints, 21.90",
        "load balancer, 16.43",
        "requests, 3.50",
        "rules of the firewall, 2.00",
        "questions for the access policy, 0.14",
        "answers with the access policy, 1.68",
        "clients for machines, 6.00",
        "metrics of alarms, 0.30",
        "composite alarms, 0.50",
        "dashboards, 3.00",
        "secrets, 0.40"
    })
    void aLineIsWhatTheTemplateHoldsTimesThePrice(String what, String usd) throws JsonProcessingException {
        assertThat(lines(EVERYTHING))
                .filteredOn(line -> line.what().equals(what))
                .extracting(line -> CostReport.dollars(line.usd()))
                .containsExactly(usd);
    }

    @Test
    void noPriceIsListedThatNothingIsChargedAt() throws JsonProcessingException {
        Set<String> charged =
                lines(EVERYTHING).stream().map(line -> line.price().id()).collect(Collectors.toSet());
        assertThat(charged).containsExactlyInAnyOrderElementsOf(tables.prices().keySet());
    }

    @Test
    void nothingIsUsedOfWhatIsNotThere() throws JsonProcessingException {
        assertThat(lines("{\"Resources\": {}}")).extracting(CostLine::what).containsExactly("lines of logs");
    }

    @Test
    void everyItemOfTheBillIsOnTheDocumentsList() throws JsonProcessingException {
        assertThat(lines(EVERYTHING))
                .extracting(CostLine::item)
                .isSubsetOf(tables.document().stream().map(DocumentedCost::item).toList());
    }

    @Test
    void theDocumentsFiguresAreItsOwn() {
        assertThat(tables.document())
                .extracting(
                        documented -> documented.item() + " " + documented.usd().toPlainString())
                .containsExactly(
                        "EKS control plane 73",
                        "EC2 instances 90",
                        "NAT gateways 100",
                        "Network Load Balancer 20",
                        "API Gateway 3.50",
                        "CloudWatch 10",
                        "ECR 5",
                        "Not in the document's list 0");
    }

    @Test
    void theTotalIsTheSumOfTheLines() throws JsonProcessingException {
        List<CostLine> lines = lines(EVERYTHING);
        BigDecimal total = lines.stream().map(CostLine::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(new CostReport(lines, tables).text())
                .contains("| **Total** | 300 to 350 | **" + CostReport.dollars(total) + "** |");
    }

    @Test
    void anInstanceTypeWithoutAPriceIsNotTakenForFree() {
        assertThatThrownBy(() -> lines(EVERYTHING.replace("t3.medium", "t3.large")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no price 't3.large-hour' in cdk-app/cost");
    }

    @Test
    void whatSavesIsWorth() {
        assertThat(new Savings(tables).text())
                .contains("| Staging asleep out of hours | 35.43 | of 60.74 for its nodes around the clock |")
                .contains(
                        "| Spot for staging, while it is awake | 15.19 to 20.25 | 60 to 80 % of the 25.31 that are left |");
    }

    private List<CostLine> lines(String template) throws JsonProcessingException {
        JsonNode root = new ObjectMapper().readTree(template);
        return MonthlyBill.of(new Templates(List.of(root)), tables);
    }
}
