package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.pipeline.jenkins.Build;
import weather.kwangle.pipeline.jenkins.Credentials;
import weather.kwangle.pipeline.jenkins.Jenkins;
import weather.kwangle.pipeline.jenkins.Question.Answer;

/** The Jenkinsfile is run, with every script it calls, and something does not go as it should. */
@Tag("slow")
class PipelineRunTest {

    private static final String FIRST_APPROVAL = "Approval for Production";
    private static final String SECOND_APPROVAL = "Manual Approval (Review Diff)";

    private Jenkins jenkins;

    @BeforeEach
    void install(@TempDir Path temporary) {
        jenkins = new Jenkins(temporary).released("staging").released("production");
    }

    @Test
    void aFailedTestEndsTheBuild() {
        jenkins.tools().failOn("^max-weather test");

        Build build = jenkins.build();

        assertEndsBeforeAnyDeployment(build);
        assertThat(build.ranStages()).endsWith("Test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^trivy filesystem", "^trivy image.*edge-gateway", "^lint-images", "^lint-templates"})
    void aFindingInWhatWasBuiltEndsTheBuild(String finding) {
        jenkins.tools().failOn(finding);

        Build build = jenkins.build();

        assertEndsBeforeAnyDeployment(build);
        assertThat(jenkins.tools().calls("skopeo copy")).isEmpty();
    }

    @Test
    void aFindingInTheRegistryEndsTheBuild() {
        jenkins.tools().put("scan-answers", "COMPLETE\t0\t1\n");

        assertEndsBeforeAnyDeployment(jenkins.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST_APPROVAL, SECOND_APPROVAL})
    void aRefusedApprovalChangesNothingInProduction(String approval) {
        Build build = jenkins.answer(approval, Answer.REFUSE).build();

        assertThat(build.result()).isEqualTo("ABORTED");
        assertProductionIsUntouched();
        assertThat(build.scripts()).noneMatch(script -> script.contains("rollback"));
        assertThat(jenkins.tools().calls("git push")).isEmpty();
        assertNotified(build, "ABORTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST_APPROVAL, SECOND_APPROVAL})
    void anApprovalThatNobodyGivesWithinADayIsNone(String approval) {
        Build build = jenkins.answer(approval, Answer.NOTHING).build();

        assertThat(build.result()).isEqualTo("ABORTED");
        assertProductionIsUntouched();
        assertNotified(build, "ABORTED");
    }

    @Test
    void aReleaseAtNightWakesStagingBeforeItAsksTheCluster() {
        jenkins.tools().put("least-nodes", "0\n");

        Build build = jenkins.build();

        assertThat(build.result()).as(build.log()).isEqualTo("SUCCESS");
        assertThat(build.scripts())
                .containsSubsequence(
                        "ci/use-cluster.sh staging", "ci/wake-nodes.sh staging", "ci/lint-chart.sh staging");
        assertThat(jenkins.tools().calls("aws eks update-nodegroup-config"))
                .singleElement()
                .asString()
                .contains("max-weather-staging-cluster");
    }

    @Test
    void whereStagingDoesNotWakeNothingIsDeployedAndSomebodyHearsOfIt() {
        jenkins.tools().put("least-nodes", "0\n");
        jenkins.tools().put("nodes", "True \n");
        jenkins.variable("WAKE_PATIENCE", "0");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("helm upgrade")).isEmpty();
        assertThat(jenkins.tools().calls("helm rollback")).isEmpty();
        assertEverybodyKnows(build, "staging");
    }

    @Test
    void aReleaseWhoseImagesCannotBeKeptIsNotTagged() {
        jenkins.tools().failOn("^aws ecr put-image");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("git push")).isEmpty();
        assertThat(jenkins.tools().calls("helm rollback")).isEmpty();
        assertNotified(build, "FAILURE");
    }

    @Test
    void aFailedDeploymentToStagingNeverReachesProduction() {
        jenkins.tools().failOn("^helm upgrade.*weather-staging");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.log()).contains("Helm has rolled back by itself: revision 3 serves, a copy of revision 1");
        assertThat(build.questions()).isEmpty();
        assertProductionIsUntouched();
        assertEverybodyKnows(build, "staging");
    }

    @Test
    void aFailedSmokeTestTakesStagingBack() {
        jenkins.tools().failOn("^helm test.*weather-staging");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("helm rollback"))
                .containsExactly("helm rollback max-weather 1 -n weather-staging --wait --timeout 10m");
        assertProductionIsUntouched();
        assertEverybodyKnows(build, "staging");
    }

    @Test
    void aFailedSmokeTestTakesProductionBack() {
        jenkins.tools().failOn("^helm test.*weather-production");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("helm rollback"))
                .containsExactly("helm rollback max-weather 1 -n weather-production --wait --timeout 10m");
        assertThat(jenkins.tools().calls("git push")).isEmpty();
        assertEverybodyKnows(build, "production");
    }

    @Test
    void aFailedLintDeploysNothingAndTakesNothingBack() {
        jenkins.tools().failOn("^helm lint");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.log()).contains("this build has not deployed to staging: nothing to roll back");
        assertThat(jenkins.tools().calls()).noneMatch(call -> call.matches("helm (upgrade|rollback|uninstall).*"));
    }

    @Test
    void aFailedDeploymentToProductionIsCapturedTakenBackAndTold() {
        jenkins.tools().failOn("^helm upgrade.*weather-production");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.scripts())
                .containsSubsequence(
                        "ci/deploy.sh production",
                        "ci/capture-failure.sh production",
                        "ci/rollback.sh production",
                        "ci/alert-on-call.sh production",
                        "ci/record-incident.sh production",
                        "ci/notify.sh FAILURE");
        assertThat(build.log()).contains("Helm has rolled back by itself: revision 3 serves, a copy of revision 1");
        assertThat(jenkins.tools().calls("git push")).isEmpty();
        assertEverybodyKnows(build, "production");
    }

    @Test
    void aReleaseThatDoesNotComeUpInProductionIsTakenBack() {
        jenkins.tools().put("pods-weather-production-edge-gateway", "edge-gateway-1 gateway@sha256:old true 0\n");
        jenkins.variable("VERIFY_PATIENCE", "0");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("helm rollback"))
                .containsExactly("helm rollback max-weather 1 -n weather-production --wait --timeout 10m");
        assertEverybodyKnows(build, "production");
    }

    @Test
    void whatFailsAfterAFailureStopsNothingAndHidesNothing() {
        jenkins.tools().failOn("^helm upgrade.*weather-production");
        jenkins.tools().failOn("^aws sns");
        jenkins.tools().failOn("^curl");
        jenkins.withoutMailServer();

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.complaints()).containsExactly("nobody was alerted", "no mail was sent", "Slack was not told");
        assertThat(jenkins.tools().calls("aws ssm create-ops-item")).hasSize(1);
        assertThat(build.artifacts()).containsKey("target/release/production/failure/events.txt");
    }

    @Test
    void aReleaseThatNobodyWasToldOfIsStillAReleaseThatSucceeded() {
        jenkins.tools().failOn("^curl");
        jenkins.withoutMailServer();

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("SUCCESS");
        assertThat(build.complaints()).containsExactly("no mail was sent", "Slack was not told");
        assertThat(jenkins.tools().calls("git push")).hasSize(1);
    }

    @Test
    void anotherBranchEndsAfterItsTests() {
        Build build = jenkins.branch("fix/empty-place").build();

        assertThat(build.result()).isEqualTo("SUCCESS");
        assertThat(build.ranStages()).containsExactly("Integrate", "Checkout", "Build", "Test", "Policy Check");
        assertThat(build.questions()).isEmpty();
        assertThat(jenkins.tools().calls()).noneMatch(call -> call.matches("(aws|helm|skopeo copy|git push).*"));
        assertThat(build.mails()).isEmpty();
        assertThat(jenkins.tools().calls("curl")).isEmpty();
    }

    @Test
    void aChangeRequestShowsWhoGainsAndWhoLosesAccess() {
        Build build = jenkins.branch("PR-7")
                .variable("CHANGE_ID", "7")
                .variable("CHANGE_TARGET", "main")
                .build();

        assertThat(build.result()).as(build.log()).isEqualTo("SUCCESS");
        assertThat(build.complaints()).isEmpty();
        assertThat(build.checks().get("Access policy"))
                .startsWith(
                        "# access-policy/policy/access-policy.yaml, compared with access-policy/policy/access-policy.yaml"
                                + " of main\n")
                .contains("+ gains");
        assertThat(build.artifacts())
                .containsKeys("target/release/policy/staging.diff.txt", "target/release/policy/production.diff.txt");
        assertThat(jenkins.tools().calls("aws")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "test", "compile"})
    void aPolicyThatIsNotReadyEndsTheBuild(String command) {
        jenkins.tools().failOn("^max-weather policy " + command + ".*access-policy.yaml");

        Build build = jenkins.build();

        assertEndsBeforeAnyDeployment(build);
        assertThat(build.ranStages()).endsWith("Policy Check");
    }

    @Test
    void aPolicyThatAnAlarmTakesBackStopsTheReleaseBeforeAnyPod() {
        jenkins.tools().put("deployment-answers", "DEPLOYING\t20.0\nROLLED_BACK\t0.0\n");

        Build build = jenkins.build();

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.ranStages()).contains("Policy Deploy (Staging)").doesNotContain("Helm Deploy (Staging)");
        assertThat(build.log()).contains("Alarm max-weather-policy-denying is in ALARM");
        assertThat(jenkins.tools().calls("helm upgrade")).isEmpty();
        assertEverybodyKnows(build, "staging");
    }

    @Test
    void aFirstReleaseNeedsNoEarlierOne() {
        jenkins.tools().put("helm-weather-staging", "");
        jenkins.tools().put("helm-weather-production", "");

        assertThat(jenkins.build().result()).isEqualTo("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void whereAnEnvironmentHasAPublicApiTheSmokeTestGoesThroughIt(String environment) {
        String prefix = environment.toUpperCase(Locale.ROOT);
        jenkins.variable(prefix + "_API_URL", "https://" + environment + ".kwangle.weather/api/v1")
                .variable(prefix + "_TOKEN_ENDPOINT", "https://auth.kwangle.weather/oauth2/token");

        Build build = jenkins.build();

        assertThat(build.result()).as(build.log()).isEqualTo("SUCCESS");
        assertThat(jenkins.tools().calls("curl"))
                .filteredOn(call -> call.contains("https://" + environment + ".kwangle.weather/api/v1/current"))
                .hasSize(2);
        assertThat(build.log())
                .containsOnlyOnce("the public API answers a client with a token and refuses one without");
        assertThat(build.credentials()).contains(environment + "-smoke-client");
        assertThat(build.log()).doesNotContain(Credentials.SECRET);
        assertThat(jenkins.tools().calls()).noneMatch(call -> call.contains(Credentials.SECRET));
    }

    private void assertEndsBeforeAnyDeployment(Build build) {
        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(jenkins.tools().calls("helm")).isEmpty();
        assertThat(build.questions()).isEmpty();
        assertNotified(build, "FAILURE");
    }

    private void assertProductionIsUntouched() {
        assertThat(jenkins.tools().calls())
                .noneMatch(call -> call.matches("helm (upgrade|rollback|uninstall).*weather-production.*"));
    }

    private void assertEverybodyKnows(Build build, String environment) {
        assertThat(jenkins.tools().calls("aws sns publish")).hasSize(1);
        assertThat(jenkins.tools().calls("aws ssm create-ops-item")).hasSize(1);
        assertThat(build.artifacts())
                .containsKey("target/release/" + environment + "/failure/helm-history.txt")
                .containsKey("target/release/" + environment + "/failure/log-weather-api-1.txt");
        assertNotified(build, "FAILURE");
    }

    private void assertNotified(Build build, String outcome) {
        assertThat(build.mails())
                .singleElement()
                .asString()
                .startsWith("Max Weather build 42 of")
                .contains(outcome);
        assertThat(jenkins.tools().calls("curl")).singleElement().asString().contains("ended as " + outcome);
    }
}
