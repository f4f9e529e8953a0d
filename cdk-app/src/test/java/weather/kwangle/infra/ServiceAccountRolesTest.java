package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServiceAccountRolesTest {
    /** Role and the only service account that may take it. */
    private static final Set<String> PRODUCTION = Set.of(
            "max-weather-fluent-bit logging:fluent-bit",
            "max-weather-cluster-autoscaler cluster-autoscaler:cluster-autoscaler",
            "max-weather-aws-load-balancer-controller aws-load-balancer-controller:aws-load-balancer-controller",
            "max-weather-external-dns external-dns:external-dns",
            "max-weather-edge-gateway weather-production:edge-gateway",
            "max-weather-weather-api weather-production:weather-api",
            "max-weather-ebs-csi-controller-sa kube-system:ebs-csi-controller-sa",
            "max-weather-aws-node kube-system:aws-node",
            "max-weather-cloudwatch-agent amazon-cloudwatch:cloudwatch-agent");

    private final StackTemplate production = CloudAssembly.production().stack("max-weather-cluster");

    @Test
    void eachRoleTrustsExactlyOneServiceAccount() {
        assertThat(subjects(production)).isEqualTo(PRODUCTION);
        assertThat(subjects(CloudAssembly.staging().stack("max-weather-staging-cluster")))
                .isEqualTo(PRODUCTION.stream()
                        .map(line -> line.replace("max-weather-", "max-weather-staging-")
                                .replace("weather-production:", "weather-staging:"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theTokenMustBeOfThisClusterAndForAws() {
        assertThat(RoleTemplate.roles(production).filter(ServiceAccountRolesTest::isForPods))
                .allSatisfy(role -> {
                    JsonNode trust = role.trust().path("Statement");
                    assertThat(trust).hasSize(1);
                    assertThat(trust.path(0).path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
                    assertThat(trust.path(0).path("Principal").path("Federated").asText())
                            .isEqualTo("${Provider}");
                    assertThat(trust.path(0).path("Condition").fieldNames())
                            .toIterable()
                            .containsExactly("StringEquals");
                    JsonNode claims = trust.path(0).path("Condition").path("StringEquals");
                    assertThat(claims.fieldNames()).toIterable().containsExactly("${Issuer}:aud", "${Issuer}:sub");
                    assertThat(claims.path("${Issuer}:aud").asText()).isEqualTo("sts.amazonaws.com");
                    JsonNode variables = role.resource().property("AssumeRolePolicyDocument", "Fn::Sub", 1);
                    assertThat(StackTemplate.text(variables.path("Provider")))
                            .isEqualTo("${%s}"
                                    .formatted(production
                                            .resource("AWS::IAM::OIDCProvider")
                                            .logicalId()));
                    assertThat(variables.path("Issuer").toString()).contains("OpenIdConnectIssuerUrl");
                });
    }

    @Test
    void theProviderServesAwsTokensOnly() {
        StackTemplate.Resource provider = production.resource("AWS::IAM::OIDCProvider");
        assertThat(provider.property("ClientIdList")).hasSize(1);
        assertThat(provider.text("ClientIdList", 0)).isEqualTo("sts.amazonaws.com");
        assertThat(provider.text("Url")).endsWith(".OpenIdConnectIssuerUrl}");
    }

    @Test
    void nodesMayJoinAndPullImagesAndNothingElse() {
        RoleTemplate nodes = RoleTemplate.roles(production)
                .filter(role -> role.trust().findValuesAsText("Service").contains("ec2.amazonaws.com"))
                .findFirst()
                .orElseThrow();
        assertThat(nodes.managed())
                .containsExactlyInAnyOrder("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly");
        assertThat(nodes.statements()).isEmpty();
    }

    @Test
    void awsOwnPoliciesAreWithTheAddOnsThatTheyAreFor() {
        assertThat(role("aws-node").managed()).containsExactly("AmazonEKS_CNI_Policy");
        assertThat(role("ebs-csi-controller-sa").managed()).containsExactly("AmazonEBSCSIDriverPolicy");
        assertThat(RoleTemplate.roles(production)
                        .filter(ServiceAccountRolesTest::isForPods)
                        .filter(role -> !role.managed().isEmpty()))
                .hasSize(2);
    }

    @Test
    void fluentBitWritesToItsTwoGroupsAndMakesNone() {
        RoleTemplate fluentBit = role("fluent-bit");
        assertThat(fluentBit.actions()).containsExactly("logs:CreateLogStream", "logs:PutLogEvents");
        assertThat(groups(fluentBit.statement("logs:PutLogEvents")))
                .containsExactlyInAnyOrder("/aws/eks/max-weather/application", "/aws/fluent-bit/max-weather");
    }

    @Test
    void theMetricsAgentWritesToThePerformanceGroupOnly() {
        RoleTemplate agent = role("cloudwatch-agent");
        assertThat(groups(agent.statement("logs:PutLogEvents")))
                .containsExactly("/aws/containerinsights/max-weather-production-cluster/performance");
        assertThat(agent.actions())
                .containsExactly(
                        "ec2:DescribeTags", "ec2:DescribeVolumes", "logs:CreateLogStream", "logs:PutLogEvents");
    }

    @Test
    void theAutoscalerResizesThisClustersGroupsAlone() {
        RoleTemplate.Statement writes = role("cluster-autoscaler").statement("autoscaling:SetDesiredCapacity");
        assertThat(writes.actions())
                .containsExactly("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup");
        assertThat(writes.condition().toString())
                .isEqualTo("{\"StringEquals\":{\"aws:ResourceTag/k8s.io/cluster-autoscaler/"
                        + "max-weather-production-cluster\":\"owned\"}}");
        assertThat(readsOnly("cluster-autoscaler")).doesNotContainAnyElementsOf(writes.actions());
    }

    @Test
    void theLoadBalancerControllerRegistersTargetsAndOpensOneSecurityGroup() {
        RoleTemplate controller = role("aws-load-balancer-controller");
        assertThat(controller.statement("elasticloadbalancing:RegisterTargets").resources())
                .singleElement()
                .asString()
                .endsWith(":targetgroup/max-weather-nginx/*");
        assertThat(controller.statement("ec2:AuthorizeSecurityGroupIngress").resources())
                .singleElement()
                .asString()
                .matches(".*:security-group/\\$\\{Cluster\\w+\\.ClusterSecurityGroupId}");
        assertThat(controller.actions())
                .noneMatch(action -> action.matches("\\w+:(Create|Delete|Modify|Set|Add|Remove)\\w*"));
        assertThat(readsOnly("aws-load-balancer-controller")).hasSize(7);
    }

    @Test
    void externalDnsChangesTheOneZone() {
        assertThat(role("external-dns")
                        .statement("route53:ChangeResourceRecordSets")
                        .resources())
                .singleElement()
                .asString()
                .startsWith("arn:aws:route53:::hostedzone/${SsmParameterValuemaxweatherhostedzoneid");
        assertThat(readsOnly("external-dns")).containsExactly("route53:ListHostedZones");
    }

    @Test
    void withoutADomainThereIsNoExternalDns() {
        assertThat(subjects(CloudAssembly.productionWithoutDomain().stack("max-weather-cluster")))
                .isEqualTo(PRODUCTION.stream()
                        .filter(line -> !line.contains("external-dns"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theEdgeGatewayReadsItsKeyUsesTheLedgerAndPublishesItsMetrics() {
        RoleTemplate gateway = role("edge-gateway");
        assertThat(gateway.actions())
                .containsExactly(
                        "cloudwatch:PutMetricData",
                        "dynamodb:GetItem",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                        "kms:Decrypt",
                        "secretsmanager:GetSecretValue");
        assertThat(gateway.statement("secretsmanager:GetSecretValue").resources())
                .containsExactly(
                        "arn:aws:secretsmanager:us-east-1:${AWS::AccountId}:secret:max-weather/edge-key-??????");
        assertThat(gateway.statement("dynamodb:UpdateItem").resources())
                .containsExactly("arn:aws:dynamodb:us-east-1:${AWS::AccountId}:table/max-weather-quota");
        assertThat(gateway.statement("dynamodb:UpdateItem").condition().toString())
                .isEqualTo("{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"CLIENT#*\"]}}");
        assertThat(gateway.statement("dynamodb:PutItem").actions()).containsExactly("dynamodb:PutItem");
        assertThat(gateway.statement("dynamodb:PutItem").resources())
                .isEqualTo(gateway.statement("dynamodb:UpdateItem").resources());
        assertThat(gateway.statement("dynamodb:PutItem").condition().toString())
                .isEqualTo("{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"REFUND#*\"]}}");
        assertThat(gateway.statement("kms:Decrypt").condition().toString())
                .isEqualTo("{\"StringEquals\":{\"kms:ViaService\":"
                        + "[\"dynamodb.us-east-1.amazonaws.com\",\"secretsmanager.us-east-1.amazonaws.com\"]}}");
        assertThat(gateway.statement("cloudwatch:PutMetricData").condition().toString())
                .isEqualTo("{\"StringEquals\":{\"cloudwatch:namespace\":\"MaxWeather/production\"}}");
    }

    @Test
    void theWeatherApiMayDoNothing() {
        assertThat(role("weather-api").statements()).isEmpty();
        assertThat(role("weather-api").managed()).isEmpty();
    }

    /** Actions on any resource that no condition narrows; all of them only read. */
    private List<String> readsOnly(String serviceAccount) {
        List<String> anywhere = role(serviceAccount).statements().stream()
                .filter(statement -> statement.resources().contains("*")
                        && statement.condition().isMissingNode())
                .flatMap(statement -> statement.actions().stream())
                .toList();
        assertThat(anywhere).allMatch(action -> action.matches("\\w+:(Describe|List|Get)\\w+"));
        return anywhere;
    }

    private RoleTemplate role(String serviceAccount) {
        return RoleTemplate.of(production, "max-weather-" + serviceAccount);
    }

    private List<String> groups(RoleTemplate.Statement statement) {
        return statement.resources().stream()
                .map(arn -> production.resources("AWS::Logs::LogGroup").stream()
                        .filter(group -> arn.equals("${" + group.logicalId() + ".Arn}"))
                        .map(group -> group.text("LogGroupName"))
                        .findFirst()
                        .orElse(arn))
                .toList();
    }

    private static boolean isForPods(RoleTemplate role) {
        return role.resource().property("AssumeRolePolicyDocument").has("Fn::Sub");
    }

    static Set<String> subjects(StackTemplate stack) {
        return RoleTemplate.roles(stack)
                .filter(ServiceAccountRolesTest::isForPods)
                .map(role -> role.name()
                        + " "
                        + role.trust()
                                .findValuesAsText("${Issuer}:sub")
                                .getFirst()
                                .replaceFirst("^system:serviceaccount:", ""))
                .collect(Collectors.toSet());
    }
}
