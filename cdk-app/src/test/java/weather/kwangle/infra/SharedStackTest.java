package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SharedStackTest {
    private final StackTemplate shared = CloudAssembly.production().stack("max-weather-shared");

    @Test
    void theRegistryHasTheTwoRepositories() {
        assertThat(shared.resources("AWS::ECR::Repository"))
                .extracting(repository -> repository.text("RepositoryName"))
                .containsExactlyInAnyOrder("max-weather/weather-api", "max-weather/edge-gateway");
    }

    @Test
    void imagesAreScannedOnPushUnderTagsThatDoNotMoveAndEncrypted() {
        assertThat(shared.resources("AWS::ECR::Repository")).allSatisfy(repository -> {
            assertThat(repository
                            .property("ImageScanningConfiguration", "ScanOnPush")
                            .asBoolean())
                    .isTrue();
            assertThat(repository.text("ImageTagMutability")).isEqualTo("IMMUTABLE");
            assertThat(repository.text("EncryptionConfiguration", "EncryptionType"))
                    .isEqualTo("AES256");
        });
    }

    @Test
    void theLast30TaggedImagesStayAndUntaggedOnesGoAfterADay() {
        assertThat(shared.resources("AWS::ECR::Repository")).allSatisfy(repository -> {
            JsonNode rules = json(repository.text("LifecyclePolicy", "LifecyclePolicyText"))
                    .path("rules");
            assertThat(StreamSupport.stream(rules.spliterator(), false))
                    .extracting(rule -> rule.path("rulePriority").asInt() + " "
                            + rule.path("selection").path("tagStatus").asText() + " "
                            + rule.path("selection").path("tagPatternList") + " "
                            + rule.path("selection").path("countType").asText() + " "
                            + rule.path("selection").path("countNumber").asInt()
                            + rule.path("selection").path("countUnit").asText())
                    .containsExactly(
                            "1 untagged  sinceImagePushed 1days",
                            "2 tagged [\"production-*\"] imageCountMoreThan 30",
                            "3 tagged [\"*\"] imageCountMoreThan 30");
        });
    }

    /** Of the rules that match an image, only the first may expire it. */
    @Test
    void anImageOfProductionIsKeptByARuleThatBuildsDoNotCountFor() {
        String tag = Sources.pipeline("production", "IMAGE_TAG=42 promotion_tag");
        assertThat(shared.resources("AWS::ECR::Repository")).allSatisfy(repository -> {
            assertThat(firstRuleFor("42", repository)).isEqualTo("The last 30 tagged images stay");
            assertThat(firstRuleFor(tag, repository)).isEqualTo("The last 30 images of production stay");
        });
    }

    @Test
    void whatRunsOutlivesTheStack() {
        assertThat(shared.resources("AWS::ECR::Repository"))
                .allMatch(repository ->
                        repository.definition().path("DeletionPolicy").asText().equals("RetainExceptOnCreate"));
    }

    @Test
    void thePipelineTakesItsRoleByTheIdentityTokenOfOneJob() {
        assertThat(shared.resource("AWS::IAM::OIDCProvider").text("Url"))
                .isEqualTo("https://jenkins.kwangle.weather/oidc");
        RoleTemplate jenkins = RoleTemplate.of(shared, "max-weather-jenkins");
        JsonNode trust = jenkins.trust().path("Statement");
        assertThat(trust).hasSize(1);
        assertThat(trust.path(0).path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(trust.path(0).path("Condition").toString())
                .isEqualTo("{\"StringEquals\":{\"jenkins.kwangle.weather/oidc:aud\":\"sts.amazonaws.com\","
                        + "\"jenkins.kwangle.weather/oidc:sub\":"
                        + "\"https://jenkins.kwangle.weather/job/max-weather/job/main/\"}}");
    }

    @Test
    void noKeyIsStoredAnywhere() {
        assertThat(shared.resources("AWS::IAM::User")).isEmpty();
        assertThat(shared.resources("AWS::IAM::AccessKey")).isEmpty();
    }

    @Test
    void theBoundaryKeepsThePipelineToWhatItsPolicySays() {
        StackTemplate.Resource boundary = shared.resource("AWS::IAM::ManagedPolicy");
        RoleTemplate jenkins = RoleTemplate.of(shared, "max-weather-jenkins");
        assertThat(jenkins.resource().text("PermissionsBoundary")).isEqualTo("${" + boundary.logicalId() + "}");
        assertThat(RoleTemplate.statements(boundary.property("PolicyDocument")).toList())
                .isEqualTo(jenkins.statements());
    }

    @Test
    void itPushesToOurRepositoriesAndAlertsThroughOurTopics() {
        RoleTemplate jenkins = RoleTemplate.of(shared, "max-weather-jenkins");
        assertThat(jenkins.statement("ecr:PutImage").resources())
                .containsExactlyInAnyOrderElementsOf(shared.resources("AWS::ECR::Repository").stream()
                        .map(repository -> "${" + repository.logicalId() + ".Arn}")
                        .toList());
        assertThat(jenkins.statement("sns:Publish").resources())
                .containsExactlyInAnyOrder(
                        "arn:aws:sns:us-east-1:${AWS::AccountId}:max-weather-alarms",
                        "arn:aws:sns:us-east-1:${AWS::AccountId}:max-weather-staging-alarms");
        assertThat(jenkins.statement("kms:GenerateDataKey").condition().toString())
                .contains("alias/max-weather", "alias/max-weather-staging", "sns.us-east-1.amazonaws.com");
    }

    @Test
    void itDescribesTheClustersThatThereAre() {
        assertThat(RoleTemplate.of(shared, "max-weather-jenkins")
                        .statement("eks:DescribeCluster")
                        .resources())
                .extracting(arn -> arn.replaceFirst(".*:cluster/", ""))
                .containsExactlyInAnyOrder(
                        CloudAssembly.production()
                                .stack("max-weather-cluster")
                                .resource("AWS::EKS::Cluster")
                                .text("Name"),
                        CloudAssembly.staging()
                                .stack("max-weather-staging-cluster")
                                .resource("AWS::EKS::Cluster")
                                .text("Name"));
    }

    @Test
    void itSeesBothClustersNodesAndResizesStagingsAlone() {
        RoleTemplate jenkins = RoleTemplate.of(shared, "max-weather-jenkins");
        String groups = "arn:aws:eks:us-east-1:${AWS::AccountId}:nodegroup/max-weather-%s-cluster/*";
        assertThat(jenkins.statement("eks:ListNodegroups").resources())
                .isEqualTo(jenkins.statement("eks:DescribeCluster").resources());
        assertThat(jenkins.statement("eks:DescribeNodegroup").resources())
                .containsExactlyInAnyOrder(groups.formatted("staging"), groups.formatted("production"));
        assertThat(jenkins.statement("eks:UpdateNodegroupConfig").resources())
                .containsExactly(groups.formatted("staging"));
    }

    @Test
    void apiGatewayMayWriteLogs() {
        StackTemplate.Resource account = shared.resource("AWS::ApiGateway::Account");
        RoleTemplate writer = RoleTemplate.roles(shared)
                .filter(role -> account.text("CloudWatchRoleArn")
                        .equals("${" + role.resource().logicalId() + ".Arn}"))
                .findFirst()
                .orElseThrow();
        assertThat(writer.trust().findValuesAsText("Service")).containsExactly("apigateway.amazonaws.com");
        assertThat(writer.managed()).containsExactly("AmazonAPIGatewayPushToCloudWatchLogs");
    }

    @Test
    void itIsProtectedAndComesBeforeTheClustersThatNameTheRole() throws IOException {
        JsonNode artifacts =
                CloudAssembly.production().document("manifest.json").path("artifacts");
        assertThat(artifacts
                        .path("max-weather-shared")
                        .path("properties")
                        .path("terminationProtection")
                        .asBoolean())
                .isTrue();
        assertThat(StreamSupport.stream(
                        artifacts
                                .path("max-weather-cluster")
                                .path("dependencies")
                                .spliterator(),
                        false))
                .extracting(JsonNode::asText)
                .contains("max-weather-shared");
    }

    private static String firstRuleFor(String tag, StackTemplate.Resource repository) {
        JsonNode rules =
                json(repository.text("LifecyclePolicy", "LifecyclePolicyText")).path("rules");
        return StreamSupport.stream(rules.spliterator(), false)
                .sorted(Comparator.comparingInt(
                        rule -> rule.path("rulePriority").asInt()))
                .filter(rule -> StreamSupport.stream(
                                rule.path("selection").path("tagPatternList").spliterator(), false)
                        .anyMatch(pattern -> tag.matches(pattern.asText().replace("*", ".*"))))
                .map(rule -> rule.path("description").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
