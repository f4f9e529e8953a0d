package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ClusterStackTest {
    private final StackTemplate production = CloudAssembly.production().stack("max-weather-cluster");
    private final StackTemplate staging = CloudAssembly.staging().stack("max-weather-staging-cluster");
    private final StackTemplate.Resource cluster = production.resource("AWS::EKS::Cluster");

    @Test
    void theClusterHasTheDocumentsNameAndTheNewestKubernetesThatCdkKnows() {
        assertThat(cluster.text("Name")).isEqualTo("max-weather-production-cluster");
        assertThat(cluster.text("Version")).isEqualTo("1.36");
        assertThat(staging.resource("AWS::EKS::Cluster").text("Name")).isEqualTo("max-weather-staging-cluster");
    }

    @Test
    void eksKeepsTheVersionUnderStandardSupport() {
        assertThat(cluster.text("UpgradePolicy", "SupportType")).isEqualTo("STANDARD");
    }

    @Test
    void onlyProductionsClusterIsProtectedFromDeletion() {
        assertThat(cluster.property("DeletionProtection").asBoolean()).isTrue();
        assertThat(staging.resource("AWS::EKS::Cluster")
                        .property("DeletionProtection")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void theKubernetesApiIsReachedFromTheVpcAndFromOperatorsNetworksAlone() {
        assertThat(cluster.property("ResourcesVpcConfig", "EndpointPrivateAccess")
                        .asBoolean())
                .isTrue();
        assertThat(texts(cluster.property("ResourcesVpcConfig", "PublicAccessCidrs")))
                .isNotEmpty()
                .containsExactlyElementsOf(settings("production").cluster().operatorNetworks())
                .doesNotContain("0.0.0.0/0");
    }

    @Test
    void theControlPlaneStandsInTheThreePrivateSubnets() {
        assertThat(subnets(cluster.property("ResourcesVpcConfig", "SubnetIds")))
                .hasSize(3)
                .allMatch(output -> output.contains("privateSubnet"));
    }

    @Test
    void itsOwnSecurityGroupOpensNothing() {
        StackTemplate.Resource group = production.resource("AWS::EC2::SecurityGroup");
        assertThat(group.property("SecurityGroupIngress").isMissingNode()).isTrue();
        assertThat(group.property("SecurityGroupEgress").size()).isEqualTo(1);
        assertThat(group.text("SecurityGroupEgress", 0, "CidrIp")).isEqualTo("255.255.255.255/32");
        assertThat(production.resources("AWS::EC2::SecurityGroupIngress")).isEmpty();
    }

    @Test
    void allFiveKindsOfControlPlaneLogsGoToAGroupThatIsThereBefore() {
        assertThat(StreamSupport.stream(
                        cluster.property("Logging", "ClusterLogging", "EnabledTypes")
                                .spliterator(),
                        false))
                .extracting(type -> type.path("Type").asText())
                .containsExactlyInAnyOrder("api", "audit", "authenticator", "controllerManager", "scheduler");
        StackTemplate.Resource logs = logGroup(production, "/aws/eks/max-weather-production-cluster/cluster");
        assertThat(texts(cluster.definition().path("DependsOn"))).contains(logs.logicalId());
    }

    @Test
    void everyLogGroupHasItsEnvironmentsRetentionAndKey() {
        assertThat(production.resources("AWS::Logs::LogGroup"))
                .extracting(group -> group.text("LogGroupName"))
                .containsExactlyInAnyOrder(
                        "/aws/eks/max-weather-production-cluster/cluster",
                        "/aws/eks/max-weather/application",
                        "/aws/fluent-bit/max-weather",
                        "/aws/containerinsights/max-weather-production-cluster/performance");
        assertThat(production.resources("AWS::Logs::LogGroup"))
                .allMatch(group -> group.property("RetentionInDays").asInt() == 90
                        && !group.property("KmsKeyId").isMissingNode());
        assertThat(staging.resources("AWS::Logs::LogGroup"))
                .hasSize(4)
                .allMatch(group -> group.property("RetentionInDays").asInt() == 14);
    }

    @Test
    void kubernetesSecretsAreEncryptedWithTheEnvironmentsKey() {
        assertThat(texts(cluster.property("EncryptionConfig", 0, "Resources"))).containsExactly("secrets");
        assertThat(cluster.text("EncryptionConfig", 0, "Provider", "KeyArn")).startsWith("${max-weather-encryption:");
    }

    @Test
    void whoeverDeploysAdministersNothing() {
        assertThat(cluster.text("AccessConfig", "AuthenticationMode")).isEqualTo("API");
        assertThat(cluster.property("AccessConfig", "BootstrapClusterCreatorAdminPermissions")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void administratorsHaveTheClusterAndThePipelineItsNamespace() {
        assertThat(production.resources("AWS::EKS::AccessEntry"))
                .extracting(entry -> entry.text("PrincipalArn").replaceFirst(".*:role/", "")
                        + " "
                        + entry.text("AccessPolicies", 0, "PolicyArn").replaceFirst(".*/", "")
                        + " "
                        + entry.text("AccessPolicies", 0, "AccessScope", "Type")
                        + " "
                        + texts(entry.property("AccessPolicies", 0, "AccessScope", "Namespaces"))
                        + " "
                        + texts(entry.property("KubernetesGroups")))
                .containsExactlyInAnyOrder(
                        "max-weather-administrator AmazonEKSClusterAdminPolicy cluster [] []",
                        "max-weather-jenkins AmazonEKSClusterAdminPolicy namespace [weather-production]"
                                + " [max-weather-release]");
    }

    @Test
    void nothingRunsAtDeployment() {
        assertThat(production.resources())
                .noneMatch(resource -> resource.type().startsWith("Custom::")
                        || resource.type().equals("AWS::Lambda::Function")
                        || resource.type().equals("AWS::CloudFormation::CustomResource"));
    }

    @Test
    void addOnsAreThoseOfTheDocumentAndTheMetricsAgent() {
        assertThat(production.resources("AWS::EKS::Addon"))
                .extracting(addon -> addon.text("AddonName"))
                .containsExactlyInAnyOrder(
                        "vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver", "amazon-cloudwatch-observability");
        assertThat(cluster.property("BootstrapSelfManagedAddons").asBoolean(true))
                .isFalse();
    }

    @Test
    void theVpcCniEnforcesNetworkPoliciesFromBeforeTheFirstNode() {
        assertThat(addon("vpc-cni").text("ConfigurationValues")).isEqualTo("{\"enableNetworkPolicy\":\"true\"}");
        assertThat(texts(nodeGroup(production).definition().path("DependsOn")))
                .contains(addon("vpc-cni").logicalId(), addon("kube-proxy").logicalId());
    }

    @Test
    void theMetricsAgentShipsNoLogsAndTouchesNoApplication() {
        assertThat(addon("amazon-cloudwatch-observability").text("ConfigurationValues"))
                .isEqualTo("{\"agent\":{\"config\":{\"logs\":{\"metrics_collected\":{\"kubernetes\":"
                        + "{\"enhanced_container_insights\":true}}}}},\"containerLogs\":{\"enabled\":false}}");
    }

    @Test
    void addOnsThatCallAwsHaveRolesOfTheirOwn() {
        assertThat(List.of("vpc-cni", "aws-ebs-csi-driver", "amazon-cloudwatch-observability"))
                .extracting(name -> roleOf(addon(name)))
                .containsExactly(
                        "max-weather-aws-node", "max-weather-ebs-csi-controller-sa", "max-weather-cloudwatch-agent");
        assertThat(addon("coredns").property("ServiceAccountRoleArn").isMissingNode())
                .isTrue();
    }

    @Test
    void productionHasTwoToSixNodesOnDemandAndThreeAtFirst() {
        StackTemplate.Resource nodes = nodeGroup(production);
        assertThat(texts(nodes.property("InstanceTypes"))).containsExactly("t3.medium");
        assertThat(nodes.property("ScalingConfig", "MinSize").asInt()).isEqualTo(2);
        assertThat(nodes.property("ScalingConfig", "DesiredSize").asInt()).isEqualTo(3);
        assertThat(nodes.property("ScalingConfig", "MaxSize").asInt()).isEqualTo(6);
        assertThat(nodes.text("CapacityType")).isEqualTo("ON_DEMAND");
    }

    @Test
    void stagingRunsOnSpot() {
        assertThat(nodeGroup(staging).text("CapacityType")).isEqualTo("SPOT");
    }

    @Test
    void nodesRunEksImageOfAmazonLinux2023InPrivateSubnets() {
        StackTemplate.Resource nodes = nodeGroup(production);
        assertThat(nodes.text("AmiType")).isEqualTo("AL2023_x86_64_STANDARD");
        assertThat(subnets(nodes.property("Subnets"))).hasSize(3).allMatch(output -> output.contains("privateSubnet"));
    }

    @Test
    void nobodyLogsInToANode() {
        assertThat(nodeGroup(production).property("RemoteAccess").isMissingNode())
                .isTrue();
        JsonNode data = launchTemplate().property("LaunchTemplateData");
        assertThat(data.has("KeyName")).isFalse();
        assertThat(data.has("SecurityGroupIds")).isFalse();
    }

    @Test
    void nodesHideTheirMetadataFromPodsAndEncryptTheirDisks() {
        StackTemplate.Resource template = launchTemplate();
        assertThat(template.text("LaunchTemplateData", "MetadataOptions", "HttpTokens"))
                .isEqualTo("required");
        assertThat(template.property("LaunchTemplateData", "MetadataOptions", "HttpPutResponseHopLimit")
                        .asInt())
                .isEqualTo(1);
        assertThat(template.property("LaunchTemplateData", "BlockDeviceMappings"))
                .isNotEmpty()
                .allMatch(device -> device.path("Ebs").path("Encrypted").asBoolean());
    }

    @Test
    void updatesOfNodesRespectDisruptionBudgets() {
        assertThat(nodeGroup(production).property("ForceUpdateEnabled").asBoolean(true))
                .isFalse();
        assertThat(nodeGroup(production)
                        .property("UpdateConfig", "MaxUnavailable")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void machinesAndDisksAreTaggedForTheBill() {
        assertThat(launchTemplate().property("LaunchTemplateData", "TagSpecifications"))
                .hasSize(2)
                .allSatisfy(specification -> assertThat(
                                StreamSupport.stream(specification.path("Tags").spliterator(), false))
                        .extracting(tag -> tag.path("Key").asText())
                        .contains(CostAllocation.PROJECT, CostAllocation.ENVIRONMENT, CostAllocation.COMPONENT));
    }

    @Test
    void stagingSleepsAtNightAndComesBackAsItWas() {
        assertThat(schedule("end").text("ScheduleExpression")).isEqualTo("cron(0 20 ? * MON-FRI *)");
        assertThat(schedule("start").text("ScheduleExpression")).isEqualTo("cron(0 6 ? * MON-FRI *)");
        assertThat(schedule("end").text("ScheduleExpressionTimezone")).isEqualTo("Etc/UTC");
        String nodes = "\"NodegroupName\":\"${%s.NodegroupName}\""
                .formatted(nodeGroup(staging).logicalId());
        assertThat(schedule("end").text("Target", "Input"))
                .contains(nodes, "\"ScalingConfig\":{\"DesiredSize\":0,\"MaxSize\":1,\"MinSize\":0}");
        assertThat(schedule("start").text("Target", "Input"))
                .contains(nodes, "\"ScalingConfig\":{\"DesiredSize\":2,\"MaxSize\":4,\"MinSize\":2}");
    }

    @Test
    void theSchedulerMayResizeThatNodeGroupAlone() {
        assertThat(schedule("end").text("Target", "Arn")).endsWith(":aws-sdk:eks:updateNodegroupConfig");
        RoleTemplate scheduler = RoleTemplate.roles(staging)
                .filter(role -> role.trust().findValuesAsText("Service").contains("scheduler.amazonaws.com"))
                .findFirst()
                .orElseThrow();
        assertThat(scheduler.actions()).containsExactly("eks:UpdateNodegroupConfig");
        assertThat(scheduler.statement("eks:UpdateNodegroupConfig").resources())
                .containsExactly("${%s.Arn}".formatted(nodeGroup(staging).logicalId()));
    }

    @Test
    void productionNeverSleeps() {
        assertThat(production.resources("AWS::Scheduler::Schedule")).isEmpty();
    }

    private StackTemplate.Resource addon(String name) {
        return production.resources("AWS::EKS::Addon").stream()
                .filter(addon -> addon.text("AddonName").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String roleOf(StackTemplate.Resource addon) {
        return production.resources("AWS::IAM::Role").stream()
                .filter(role -> addon.text("ServiceAccountRoleArn").equals("${" + role.logicalId() + ".Arn}"))
                .map(role -> role.text("RoleName"))
                .findFirst()
                .orElseThrow();
    }

    private StackTemplate.Resource schedule(String which) {
        return staging.resources("AWS::Scheduler::Schedule").stream()
                .filter(schedule -> schedule.text("Name").equals("max-weather-staging-nodes-" + which))
                .findFirst()
                .orElseThrow();
    }

    private StackTemplate.Resource launchTemplate() {
        return production.resource("AWS::EC2::LaunchTemplate");
    }

    private static StackTemplate.Resource nodeGroup(StackTemplate stack) {
        return stack.resource("AWS::EKS::Nodegroup");
    }

    private static StackTemplate.Resource logGroup(StackTemplate stack, String name) {
        return stack.resources("AWS::Logs::LogGroup").stream()
                .filter(group -> group.text("LogGroupName").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static EnvironmentSettings settings(String environment) {
        return new SettingsFiles(CloudAssembly.ROOT.resolve("cdk-app/environments")).environment(environment);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Names of the other stack's outputs. */
    private static List<String> subnets(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(StackTemplate::text)
                .toList();
    }
}
