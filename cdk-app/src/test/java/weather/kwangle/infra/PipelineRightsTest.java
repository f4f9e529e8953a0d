package weather.kwangle.infra;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pipeline's role may do what its steps do, and nothing that none of them does. */
class PipelineRightsTest {
    /** Commands of the AWS command line and what they ask of AWS. */
    private static final Map<String, Set<String>> CALLS = Map.ofEntries(
            entry("appconfig list-applications", Set.of("appconfig:ListApplications")),
            entry("appconfig list-environments", Set.of("appconfig:ListEnvironments")),
            entry("appconfig list-configuration-profiles", Set.of("appconfig:ListConfigurationProfiles")),
            entry("appconfig list-deployment-strategies", Set.of("appconfig:ListDeploymentStrategies")),
            entry("appconfig list-deployments", Set.of("appconfig:ListDeployments")),
            entry("appconfig get-deployment", Set.of("appconfig:GetDeployment")),
            entry("appconfig get-hosted-configuration-version", Set.of("appconfig:GetHostedConfigurationVersion")),
            entry(
                    "appconfig create-hosted-configuration-version",
                    Set.of("appconfig:CreateHostedConfigurationVersion")),
            entry("appconfig start-deployment", Set.of("appconfig:StartDeployment")),
            entry("ecr get-login-password", Set.of("ecr:GetAuthorizationToken")),
            entry("ecr describe-images", Set.of("ecr:DescribeImages")),
            entry("ecr describe-image-scan-findings", Set.of("ecr:DescribeImageScanFindings")),
            entry("ecr batch-get-image", Set.of("ecr:BatchGetImage")),
            entry("ecr put-image", Set.of("ecr:PutImage")),
            entry("ecr start-image-scan", Set.of("ecr:StartImageScan")),
            entry("eks describe-cluster", Set.of("eks:DescribeCluster")),
            entry("eks update-kubeconfig", Set.of("eks:DescribeCluster")),
            entry("eks list-nodegroups", Set.of("eks:ListNodegroups")),
            entry("eks describe-nodegroup", Set.of("eks:DescribeNodegroup")),
            entry("eks wait nodegroup-active", Set.of("eks:DescribeNodegroup")),
            entry("eks update-nodegroup-config", Set.of("eks:UpdateNodegroupConfig")),
            // The topics are encrypted with a key of ours.
            entry("sns publish", Set.of("sns:Publish", "kms:Decrypt", "kms:GenerateDataKey")),
            entry("ssm create-ops-item", Set.of("ssm:CreateOpsItem")),
            // Everybody may ask who they are.
            entry("sts get-caller-identity", Set.of()));

    /** What skopeo asks of ECR to push an image that may be there in part. */
    private static final Set<String> PUSH = Set.of(
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:CompleteLayerUpload",
            "ecr:GetDownloadUrlForLayer",
            "ecr:InitiateLayerUpload",
            "ecr:PutImage",
            "ecr:UploadLayerPart");

    private static final Pattern AWS =
            Pattern.compile("\\baws ([a-z0-9]+ (?:wait )?[a-z]+(?:-[a-z]+)+|[a-z0-9]+ publish)\\b");

    @Test
    void itMayDoExactlyWhatTheStepsDo() {
        SortedSet<String> needed = new TreeSet<>(PUSH);
        for (String call : calls()) {
            assertThat(CALLS).containsKey(call);
            needed.addAll(CALLS.getOrDefault(call, Set.of()));
        }
        assertThat(CloudAssembly.production().stack("max-weather-shared"))
                .extracting(
                        stack -> RoleTemplate.of(stack, "max-weather-jenkins").actions())
                .isEqualTo(needed);
    }

    @Test
    void everyCallThatIsAccountedForIsMade() {
        assertThat(calls()).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
    }

    @Test
    void imagesArePushedBySkopeo() {
        assertThat(Sources.text("ci/push-images.sh"))
                .contains("run skopeo copy")
                .contains("docker://");
    }

    private static Set<String> calls() {
        return Sources.steps().stream()
                .map(file -> CloudAssembly.ROOT.relativize(file).toString())
                .map(Sources::text)
                .flatMap(text -> text.lines().filter(line -> !line.strip().startsWith("#")))
                .flatMap(line -> AWS.matcher(line).results())
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
