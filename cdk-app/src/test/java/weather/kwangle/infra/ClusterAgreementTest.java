package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stacks against what Helm and the pipeline put into the cluster. */
class ClusterAgreementTest {
    private static final List<String> PRIVATE_SUBNETS =
            AddressPlan.SUBNETS.getOrDefault(AddressPlan.PRIVATE, List.of());

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void everyServiceAccountThatNamesARoleFindsOneThatTrustsIt(String environment) {
        Names names = Names.of(environment);
        Stream<String> prerequisites = Sources.documents(Sources.text("ci/cluster/prerequisites.yaml")).stream()
                .filter(entry -> entry.path("role").asBoolean())
                .map(entry -> names.role(entry.path("serviceAccount").asText())
                        + " "
                        + entry.path("namespace").asText()
                        + ":"
                        + entry.path("serviceAccount").asText());
        Stream<String> release = rendered(environment, "ServiceAccount")
                .map(account -> roleOf(account)
                        + " "
                        + Sources.pipeline(environment, "say \"$namespace\"")
                        + ":"
                        + account.path("metadata").path("name").asText());
        Set<String> named = Stream.concat(prerequisites, release).collect(Collectors.toCollection(TreeSet::new));

        Set<String> trusted = ServiceAccountRolesTest.subjects(cluster(environment)).stream()
                .filter(line -> !line.matches(".* (kube-system|amazon-cloudwatch):.*"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isNotEmpty().isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theGatewayWritesToTheTableThatItsRoleAllows(String environment) {
        assertThat(rendered(environment, "ConfigMap")
                        .map(map -> map.path("data").path("QUOTA_TABLE").asText())
                        .filter(table -> !table.isEmpty()))
                .containsExactly(Names.of(environment).quotaTable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void thePipelineNamesClusterRoleAndTopicAsTheStacksDo(String environment) {
        Names names = Names.of(environment);
        assertThat(Sources.pipeline(environment, "say \"$names\"")).isEqualTo(names.prefix());
        assertThat(Sources.pipeline(environment, "say \"$namespace\"")).isEqualTo(names.namespace());
        assertThat(Sources.pipeline(environment, "role_arn")).endsWith(":role/" + Names.JENKINS_ROLE);
        assertThat(Sources.pipeline(environment, "alarm_topic_arn")).endsWith(":" + names.alarmTopic());
        String variable = Sources.pipeline(environment, "say \"$cluster_variable\"");
        assertThat(Sources.text("Jenkinsfile"))
                .containsPattern(variable + " = '" + Pattern.quote(names.cluster()) + "'");
    }

    @Test
    void thePipelineWakesStagingAsItsMorningDoes() {
        String woken = Sources.pipeline(
                "staging", "EKS_CLUSTER_NAME_STAGING=any ci/wake-nodes.sh staging --dry-run | tr -d '\\\\'");
        assertThat(cluster("staging").resources("AWS::Scheduler::Schedule"))
                .filteredOn(schedule -> schedule.text("Name").endsWith("-nodes-start"))
                .singleElement()
                .satisfies(morning -> {
                    JsonNode sizes = Sources.documents(morning.text("Target", "Input"))
                            .getFirst()
                            .path("ScalingConfig");
                    assertThat(woken)
                            .contains("--scaling-config minSize=%s,desiredSize=%s,maxSize=%s\n"
                                    .formatted(
                                            sizes.path("MinSize"), sizes.path("DesiredSize"), sizes.path("MaxSize")));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void thePipelineIsInTheGroupThatMayMakeItsNamespace(String environment) {
        Names names = Names.of(environment);
        String group = Sources.text("ci/cluster/release-rights.yaml")
                .lines()
                .filter(line -> line.startsWith("    name: "))
                .map(line -> line.replaceFirst(".*: ", "").replaceFirst("^max-weather\\b", names.prefix()))
                .findFirst()
                .orElseThrow();
        assertThat(cluster(environment).resources("AWS::EKS::AccessEntry"))
                .filteredOn(entry -> entry.text("PrincipalArn").endsWith(":role/" + Names.JENKINS_ROLE))
                .singleElement()
                .matches(entry -> entry.text("KubernetesGroups", 0).equals(group));
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theBindingNamesTheTargetGroupAndOpensItsPortForTheLoadBalancersSubnets(String environment) {
        StackTemplate stack = assembly(environment).stack(Names.of(environment).stack("load-balancer"));
        StackTemplate.Resource targets = stack.resource("AWS::ElasticLoadBalancingV2::TargetGroup");
        JsonNode binding =
                manifest(environment, "target-group-binding.yaml").getFirst().path("spec");
        assertThat(binding.path("targetGroupName").asText()).isEqualTo(targets.text("Name"));
        assertThat(binding.path("targetType").asText()).isEqualTo(targets.text("TargetType"));
        assertThat(binding.path("serviceRef").path("port").asInt())
                .isEqualTo(targets.property("Port").asInt());
        JsonNode ingress = binding.path("networking").path("ingress");
        assertThat(ingress).hasSize(1);
        assertThat(ingress.findValuesAsText("cidr")).isEqualTo(PRIVATE_SUBNETS).isEqualTo(balancerReaches(stack));
        assertThat(ingress.findValuesAsText("port"))
                .containsExactly(targets.property("Port").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void nginxAdmitsTheLoadBalancersSubnetsAndReachesTheKubernetesApi(String environment) {
        JsonNode policy =
                manifest(environment, "network-policies.yaml").getFirst().path("spec");
        assertThat(policy.path("ingress").findValuesAsText("cidr")).isEqualTo(PRIVATE_SUBNETS);
        String services =
                cluster(environment).resource("AWS::EKS::Cluster").text("KubernetesNetworkConfig", "ServiceIpv4Cidr");
        // The API server's Service has the first address of the range.
        assertThat(policy.path("egress").findValuesAsText("cidr"))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of(services.replace(".0.0/16", ".0.1/32")), PRIVATE_SUBNETS.stream())
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void fluentBitFindsItsGroupsUnderTheNamesOfTheChart(String environment) {
        Names names = Names.of(environment);
        List<String> chart = Pattern.compile("\"group\" \\(printf \"([^\"]+)\" \\$name\\)")
                .matcher(Sources.text("helm/logging/templates/_fluent-bit.tpl"))
                .results()
                .map(match -> match.group(1).formatted(names.prefix()))
                .toList();
        assertThat(chart).containsExactly(names.applicationLogs(), names.fluentBitLogs());
        assertThat(cluster(environment).resources("AWS::Logs::LogGroup"))
                .extracting(group -> group.text("LogGroupName"))
                .containsAll(chart);
        assertThat(Sources.yaml("helm/max-weather/values" + (environment.equals("staging") ? "-staging" : "") + ".yaml")
                        .path("logGroup")
                        .asText())
                .isEqualTo(names.applicationLogs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theAutoscalerMayResizeWhatItDiscovers(String environment) {
        String cluster = Names.of(environment).cluster();
        JsonNode values = Sources.yaml("ci/cluster/values/cluster-autoscaler.yaml");
        List<String> tags = StreamSupport.stream(
                        values.path("autoDiscovery").path("tags").spliterator(), false)
                .map(tag -> tag.asText().replace("{{ .Values.autoDiscovery.clusterName }}", cluster))
                .toList();
        // EKS puts both on the Auto Scaling group of a managed node group.
        assertThat(tags).containsExactly("k8s.io/cluster-autoscaler/enabled", "k8s.io/cluster-autoscaler/" + cluster);
        RoleTemplate autoscaler =
                RoleTemplate.of(cluster(environment), Names.of(environment).role("cluster-autoscaler"));
        assertThat(autoscaler
                        .statement("autoscaling:SetDesiredCapacity")
                        .condition()
                        .path("StringEquals")
                        .has("aws:ResourceTag/" + tags.getLast()))
                .isTrue();
        assertThat(values.path("image").path("tag").asText())
                .startsWith("v" + ClusterStack.KUBERNETES.getVersion() + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void nginxServesForLongerThanTheLoadBalancerNeedsToLetGo(String environment) {
        StackTemplate stack = assembly(environment).stack(Names.of(environment).stack("load-balancer"));
        int letsGo = StreamSupport.stream(
                        stack.resource("AWS::ElasticLoadBalancingV2::TargetGroup")
                                .property("TargetGroupAttributes")
                                .spliterator(),
                        false)
                .filter(attribute -> attribute.path("Key").asText().equals("deregistration_delay.timeout_seconds"))
                .mapToInt(attribute -> attribute.path("Value").asInt())
                .findFirst()
                .orElseThrow();
        assertThat(Sources.yaml("ci/cluster/values/nginx-ingress.yaml")
                        .path("controller")
                        .path("lifecycle")
                        .findPath("seconds")
                        .asInt())
                .isGreaterThan(letsGo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void imagesComeFromTheRepositoriesThatThereAre(String environment) {
        Set<String> repositories =
                assembly(environment).stack("max-weather-shared").resources("AWS::ECR::Repository").stream()
                        .map(repository -> repository.text("RepositoryName"))
                        .collect(Collectors.toSet());
        Set<String> deployed = rendered(environment, "Deployment")
                .flatMap(deployment -> deployment.findValuesAsText("image").stream())
                .map(image ->
                        image.replaceFirst("^[^/]+\\.dkr\\.ecr\\.[^/]+/", "").replaceFirst("[:@].*", ""))
                .collect(Collectors.toSet());
        assertThat(deployed).isEqualTo(repositories);
        assertThat(Sources.text("Jenkinsfile")).contains("ECR_REPOSITORY = 'max-weather/weather-api'");
        assertThat(Sources.pipeline(
                                environment,
                                "ECR_REPOSITORY=max-weather/weather-api\nfor i in ${images[@]}; do image_repository $i; done")
                        .lines())
                .containsExactlyInAnyOrderElementsOf(repositories);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theGatewayReadsTheSecretThatItsChartNames(String environment) {
        String secret = rendered(environment, "ConfigMap")
                .map(map -> map.path("data").path("EDGE_KEY_SECRET_ID").asText())
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(RoleTemplate.of(cluster(environment), Names.of(environment).role("edge-gateway"))
                        .statement("secretsmanager:GetSecretValue")
                        .resources())
                .singleElement()
                .asString()
                .endsWith(":secret:" + secret + "-??????");
    }

    private static CloudAssembly assembly(String environment) {
        return environment.equals("production") ? CloudAssembly.production() : CloudAssembly.staging();
    }

    private static StackTemplate cluster(String environment) {
        return assembly(environment).stack(Names.of(environment).stack("cluster"));
    }

    private static Stream<JsonNode> rendered(String environment, String kind) {
        return Sources.documents(Sources.text("helm/src/test/golden/" + environment + ".yaml")).stream()
                .filter(object -> object.path("kind").asText().equals(kind));
    }

    private static List<JsonNode> manifest(String environment, String file) {
        return Sources.documents(Sources.pipeline(environment, "for_environment " + file));
    }

    private static String roleOf(JsonNode account) {
        return account.path("metadata")
                .path("annotations")
                .path("eks.amazonaws.com/role-arn")
                .asText()
                .replaceFirst(".*:role/", "");
    }

    private static List<String> balancerReaches(StackTemplate stack) {
        return stack.resources("AWS::EC2::SecurityGroup").stream()
                .flatMap(group -> group.property("SecurityGroupEgress").findValuesAsText("CidrIp").stream())
                .toList();
    }
}
