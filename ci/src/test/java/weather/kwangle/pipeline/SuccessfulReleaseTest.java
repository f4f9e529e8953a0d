package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.pipeline.jenkins.Build;
import weather.kwangle.pipeline.jenkins.Credentials;
import weather.kwangle.pipeline.jenkins.Jenkins;
import weather.kwangle.pipeline.jenkins.Question;

/** The Jenkinsfile is run once, with every script it calls, and all goes well. */
@Tag("slow")
class SuccessfulReleaseTest {

    private static Jenkins jenkins;
    private static Build build;

    @BeforeAll
    static void release(@TempDir Path temporary) {
        jenkins = new Jenkins(temporary).released("staging").released("production");
        build = jenkins.build();
    }

    @Test
    void aCommitOnMainGoesToProductionInTheDocumentsOrder() {
        assertThat(build.result()).as(build.log()).isEqualTo("SUCCESS");
        assertThat(build.complaints()).isEmpty();
        assertThat(build.ranStages())
                .containsExactly(
                        "Integrate",
                        "Checkout",
                        "Build",
                        "Test",
                        "Policy Check",
                        "Policy Diff",
                        "Push to ECR",
                        "Deploy to Staging",
                        "Helm Lint (Staging)",
                        "Helm Diff (Staging)",
                        "Policy Deploy (Staging)",
                        "Helm Deploy (Staging)",
                        "Verify Staging",
                        "Approval for Production",
                        "Deploy to Production",
                        "Prepare Production",
                        "Helm Lint (Production)",
                        "Helm Diff (Production)",
                        "Manual Approval (Review Diff)",
                        "Release to Production",
                        "Policy Deploy (Production)",
                        "Helm Deploy (Production)",
                        "Verify Production",
                        "Post-Deployment");
        assertThat(jenkins.tools().calls())
                .containsSubsequence(
                        "max-weather test",
                        deployment("staging", "10m"),
                        "helm test max-weather -n weather-staging --timeout 5m",
                        deployment("production", "15m"),
                        "helm test max-weather -n weather-production --timeout 5m",
                        promotion("weather-api", Workspace.WEATHER_API),
                        promotion("edge-gateway", Workspace.EDGE_GATEWAY),
                        "git push origin refs/tags/v42");
        assertThat(jenkins.tools().calls()).noneMatch(call -> call.startsWith("helm rollback"));
    }

    /** What was compiled before anything was deployed; each environment's own, before any of its pods. */
    @Test
    void thePolicyIsDeliveredBeforeTheRelease() {
        Pattern step = Pattern.compile(
                "max-weather policy (compile \\S+)|aws appconfig (start-deployment).* (app\\w+) .*|helm (upgrade).* (weather-\\w+) .*");
        assertThat(jenkins.tools().calls().stream()
                        .map(step::matcher)
                        .filter(Matcher::lookingAt)
                        .map(found -> IntStream.rangeClosed(1, found.groupCount())
                                .mapToObj(found::group)
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining(" "))))
                .startsWith(
                        "compile access-policy/policy/access-policy.staging.yaml",
                        "compile access-policy/policy/access-policy.yaml",
                        "start-deployment appstag",
                        "upgrade weather-staging",
                        "start-deployment appprod",
                        "upgrade weather-production");
        assertThat(build.log()).contains("version 2 is live in staging").contains("version 2 is live in production");
        assertThat(build.artifacts().get("target/release/policy/production.diff.txt"))
                .startsWith("# access-policy/policy/access-policy.yaml, compared with version 1 of"
                        + " max-weather-access-policy, which is live\n")
                .contains("+ gains");
    }

    @Test
    void aSuccessIsToldByMailAndInSlackWithItsNotes() {
        assertThat(build.mails()).containsExactly("""
                        Max Weather build 42 of main: SUCCESS
                        https://jenkins.kwangle.weather/job/max-weather/job/main/42/
                        """);
        assertThat(jenkins.tools().calls("curl")).singleElement().asString().contains("ended as SUCCESS");
        assertThat(build.artifacts().get("target/release/notes.md"))
                .contains("# Max Weather v42")
                .contains("approved by devops-lead");
    }

    @Test
    void bothApprovalsAreTheApproversAloneAndWaitADayWithoutAnExecutor() {
        List<Question> questions = build.questions();

        assertThat(questions)
                .extracting(Question::stage)
                .containsExactly("Approval for Production", "Manual Approval (Review Diff)");
        assertThat(questions).extracting(Question::submitter).containsOnly("admin,devops-lead");
        assertThat(questions).extracting(Question::holdsExecutor).containsOnly(false);
        assertThat(questions)
                .extracting(Question::timeout)
                .allMatch(timeout -> timeout.get().equals(Duration.ofHours(24)));
    }

    @Test
    void theSecondApprovalShowsTheDiffThatIsArchived() {
        assertThat(build.questions().getLast().message())
                .contains(build.artifacts().get("target/release/production/diff.txt"))
                .contains(build.artifacts().get("target/release/policy/production.diff.txt"))
                .contains("42/artifact/target/release/production/diff.txt");
    }

    /** docs/deploy.md says which. */
    @Test
    void whatAReleaseByHandNeedsIsArchived(@TempDir Path temporary) {
        Workspace byHand = new Workspace(temporary);
        for (String file : List.of("ci/images.lock", "target/release/images", "target/release/staging/chart.sha256")) {
            byHand.write(file, build.artifacts().get(file));
        }

        Shell.Outcome linted = byHand.run("lint-chart.sh", "production");
        Shell.Outcome deployed = byHand.run("deploy.sh", "production");

        assertThat(linted.exitCode()).as(linted.all()).isZero();
        assertThat(deployed.exitCode()).as(deployed.all()).isZero();
        assertThat(byHand.tools().calls("helm upgrade")).containsExactly(deployment("production", "15m"));
    }

    @Test
    void noSecretStandsOnACommandLineOrInTheLog() {
        Build build = jenkins.variable("STAGING_API_URL", "").build();

        assertThat(build.credentials())
                .containsExactly("aws-account-id", "aws-oidc-token", "release-git", "slack-webhook");
        assertThat(jenkins.tools().calls()).noneMatch(call -> call.contains(Credentials.SECRET));
        assertThat(build.log()).doesNotContain(Credentials.SECRET);
        assertThat(build.artifacts().values()).noneMatch(content -> content.contains(Credentials.SECRET));
    }

    private static String promotion(String image, String digest) {
        return "aws ecr put-image --region us-east-1 --repository-name max-weather/" + image
                + " --image-tag production-42 --image-digest " + digest
                + " --image-manifest-media-type application/vnd.oci.image.manifest.v1+json"
                + " --image-manifest {\"schemaVersion\":2,\"layers\":[]}";
    }

    private static String lockedDigest(String image) {
        return build.artifacts()
                .get("ci/images.lock")
                .lines()
                .filter(line -> line.startsWith(image + " "))
                .map(line -> line.substring(image.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static String deployment(String environment, String timeout) {
        return "helm upgrade --install max-weather ./helm/max-weather --create-namespace --namespace weather-"
                + environment
                + " --values ./helm/max-weather/values-" + environment + ".yaml --set weatherApi.image.tag=42"
                + " --set global.aws.accountId=123456789012 --set global.aws.region=us-east-1"
                + " --set weatherApi.image.digest=" + Workspace.WEATHER_API + " --set edgeGateway.image.digest="
                + Workspace.EDGE_GATEWAY + " --set helmTest.image.digest="
                + lockedDigest("public.ecr.aws/docker/library/busybox:1.37")
                + " --description build 42, commit 0123456789ab --wait --timeout " + timeout
                + " --rollback-on-failure";
    }
}
