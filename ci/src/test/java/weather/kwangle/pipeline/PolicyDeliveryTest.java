package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDeliveryTest {
    private static final String FETCHED = "target/release/policy/production.live.json";

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary);
    }

    @Test
    void bothPoliciesAreLintedBesideTheContractTestedInFullAndCompiled() {
        Shell.Outcome checked = workspace.run("policy-check.sh");

        assertThat(checked.exitCode()).as(checked.all()).isZero();
        assertThat(workspace.tools().calls("max-weather policy"))
                .extracting(call -> call.replaceAll("/\\S*/target/", "target/"))
                .containsExactly(
                        "max-weather policy lint access-policy/policy/access-policy.staging.yaml --contract api/openapi.yaml",
                        "max-weather policy test access-policy/policy/access-policy.staging.yaml --min-coverage 100",
                        "max-weather policy compile access-policy/policy/access-policy.staging.yaml -o target/release/policy/staging.json",
                        "max-weather policy lint access-policy/policy/access-policy.yaml --contract api/openapi.yaml",
                        "max-weather policy test access-policy/policy/access-policy.yaml --min-coverage 100",
                        "max-weather policy compile access-policy/policy/access-policy.yaml -o target/release/policy/production.json");
    }

    @ParameterizedTest
    @CsvSource({
        "lint, access-policy/policy/access-policy.yaml has errors",
        "test, access-policy/policy/access-policy.yaml does not do what its cases expect",
        "compile, access-policy/policy/access-policy.yaml cannot be compiled"
    })
    void aPolicyThatIsNotReadyIsNamed(String command, String complaint) {
        workspace.tools().failOn("^max-weather policy " + command + ".*access-policy.yaml");

        Shell.Outcome checked = workspace.run("policy-check.sh");

        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.errors()).endsWith("policy-check.sh: " + complaint + "\n");
    }

    @Test
    void thePolicyIsComparedWithTheVersionThatIsLive() {
        Shell.Outcome compared = workspace.run("policy-diff.sh", "production");

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(workspace.read("target/release/policy/production.diff.txt"))
                .startsWith("# access-policy/policy/access-policy.yaml, compared with version 1 of"
                        + " max-weather-access-policy, which is live\n")
                .contains("+ gains");
        assertThat(workspace.read(FETCHED)).isEqualTo("{\"policy\":\"before\"}");
    }

    /** The AWS CLI and Java are in two containers of one pod. */
    @Test
    void whatWasFetchedInOneContainerIsComparedInAnother() {
        Shell.Outcome fetched = workspace.run("policy-diff.sh", "production", "--fetch");
        int calls = workspace.tools().calls("aws").size();

        assertThat(fetched.output()).isEqualTo("version 1 of max-weather-access-policy is live\n");
        assertThat(workspace.run("policy-diff.sh", "production", "--compare").exitCode())
                .isZero();
        assertThat(workspace.tools().calls("aws")).hasSize(calls);
        assertThat(workspace.tools().calls("max-weather policy diff")).hasSize(1);
    }

    @Test
    void nothingIsComparedWithWhatWasNotFetched() {
        Shell.Outcome refused = workspace.run("policy-diff.sh", "production", "--compare");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors())
                .isEqualTo(
                        "policy-diff.sh: no live policy was fetched for production: expected policy-diff.sh production"
                                + " --fetch before\n");
    }

    @Test
    void byHandTheLivePolicyIsAskedForEachTime() {
        workspace.run("policy-diff.sh", "production");
        deliver("production");
        workspace.run("policy-diff.sh", "production");

        assertThat(workspace.read("target/release/policy/production.compared")).isEqualTo("2\n");
    }

    @Test
    void aChangeRequestIsComparedWithTheBranchItWantsToGoTo() {
        workspace.tools().put("policy-of-main", "version: 1 # of main\n");

        Shell.Outcome compared = workspace.set("CHANGE_TARGET", "main").run("policy-diff.sh", "production");

        assertThat(compared.exitCode()).as(compared.all()).isZero();
        assertThat(workspace.read(FETCHED)).isEqualTo("version: 1 # of main\n");
        assertThat(workspace.tools().calls("aws")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"staging, appstag", "production, appprod"})
    void aChangedPolicyIsDeliveredStepByStepAndWatchedToTheEnd(String environment, String application) {
        workspace
                .tools()
                .put("deployment-answers", "DEPLOYING\t20.0\nDEPLOYING\t100.0\nBAKING\t100.0\nCOMPLETE\t100.0\n");

        Shell.Outcome delivered = deliver(environment);

        assertThat(delivered.exitCode()).as(delivered.all()).isZero();
        assertThat(delivered.output().lines())
                .containsSubsequence(
                        "deployment 2: DEPLOYING, 20.0 % have it",
                        "deployment 2: BAKING, 100.0 % have it",
                        "deployment 2: COMPLETE, 100.0 % have it",
                        "version 2 is live in " + environment);
        assertThat(workspace.tools().calls("aws appconfig start-deployment"))
                .containsExactly("aws appconfig start-deployment --region us-east-1 --application-id " + application
                        + " --environment-id envlive --configuration-profile-id profpol --configuration-version 2"
                        + " --deployment-strategy-id gradual --description build 42, commit " + Workspace.COMMIT
                        + " --query DeploymentNumber --output text");
    }

    @Test
    void thePolicyThatIsLiveIsNotDeliveredAgain() {
        assertThat(deliver("staging").exitCode()).isZero();

        Shell.Outcome again = deliver("staging");

        assertThat(again.exitCode()).as(again.all()).isZero();
        assertThat(again.output()).endsWith("version 2 is live in staging and is this policy: nothing to deliver\n");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).hasSize(1);
        assertThat(workspace.tools().calls("aws appconfig create")).hasSize(1);
    }

    @Test
    void theBytesThatWereCheckedAreTheBytesThatAreDelivered() {
        workspace.run("policy-check.sh");

        assertThat(deliver("staging").exitCode()).isZero();

        assertThat(workspace.tools().calls("max-weather policy compile")).hasSize(2);
        assertThat(workspace.tools().get("appconfig-appstag-profpol/2"))
                .isEqualTo(workspace.read("target/release/policy/staging.json"));
    }

    @Test
    void whatWasCompiledOfAnotherSourceIsNotDelivered() {
        workspace.run("policy-check.sh");
        String before = workspace.read("target/release/policy/staging.json");
        workspace.write("access-policy/policy/access-policy.staging.yaml", "version: 1 # changed\n");

        assertThat(deliver("staging").exitCode()).isZero();

        assertThat(workspace.tools().get("appconfig-appstag-profpol/2")).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLING_BACK\t20.0", "ROLLED_BACK\t0.0", "REVERTED\t0.0"})
    void whatIsTakenBackFailsWithTheReason(String answer) {
        workspace.tools().put("deployment-answers", "DEPLOYING\t20.0\n" + answer + "\n");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors())
                .startsWith("deploy-policy.sh: deployment 2 was taken back: CLOUDWATCH_ALARM Alarm"
                        + " max-weather-policy-denying is in ALARM")
                .contains("docs/runbooks/access-policy.md");
    }

    @Test
    void whatTheValidatorRefusesIsNotDeployed() {
        workspace.tools().put("validator-refuses", "access-policy:1:33: rate is 'fast', expected a number");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors())
                .contains("AppConfig refuses it: ")
                .contains("access-policy:1:33: rate is 'fast'");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).isEmpty();
    }

    @Test
    void aDeploymentThatIsOnItsWayIsWaitedFor() {
        workspace.tools().put("running-deployments", "7\n7\nnull\n");
        workspace.tools().put("start-answers", "Conflict\nstarted\n");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).as(delivered.all()).isZero();
        assertThat(delivered.errors()).isEqualTo("deployment 7 is on its way: waiting for it\n");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).hasSize(2);
        assertThat(workspace.tools().calls("aws appconfig create")).hasSize(1);
    }

    @Test
    void nobodyWaitsForEver() {
        workspace.tools().put("running-deployments", "7\n");

        Shell.Outcome delivered = workspace.set("POLICY_PATIENCE", "0").run("deploy-policy.sh", "production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors()).contains("deployment 7 is still on its way");
        assertThat(workspace.tools().calls("aws appconfig create")).isEmpty();
    }

    @Test
    void aDeploymentThatDoesNotEndIsLeftToAppConfig() {
        workspace.tools().put("deployment-answers", "BAKING\t100.0\n");

        Shell.Outcome delivered = workspace.set("POLICY_PATIENCE", "0").run("deploy-policy.sh", "production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors()).endsWith("deployment 2 has not ended in time; it goes on by itself\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list-applications",
                "list-environments",
                "list-configuration-profiles",
                "list-deployment-strategies",
                "list-deployments",
                "get-hosted",
                "create-hosted",
                "start-deployment"
            })
    void whateverAppConfigDoesNotAnswerEndsIt(String call) {
        workspace.tools().failOn("^aws appconfig " + call);

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors()).contains("deploy-policy.sh: ");
        assertThat(delivered.output()).doesNotContain("is live in");
    }

    @Test
    void nothingIsDeliveredOverAVersionThatWasNotComparedWith() {
        workspace.run("policy-diff.sh", "production");
        workspace.write("target/release/policy/production.compared", "7\n");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors()).contains("version 1 is live, but this build was compared with 7");
        assertThat(workspace.tools().calls("aws appconfig create")).isEmpty();
    }

    @Test
    void nothingIsDeliveredOverWhatCameWhileItWasCreated() {
        workspace.tools().put("deployed-meanwhile", "envlive 2 7 COMPLETE\n");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors()).contains("version 7 was delivered while this one was made from version 1");
        assertThat(workspace.tools().calls("aws appconfig start-deployment")).isEmpty();
    }

    @Test
    void aCandidateGoesToItsOwnEnvironmentAtOnce() {
        Shell.Outcome delivered = workspace.run("deploy-policy.sh", "production", "--candidate");

        assertThat(delivered.exitCode()).as(delivered.all()).isZero();
        assertThat(workspace.tools().calls("aws appconfig start-deployment"))
                .singleElement()
                .asString()
                .contains("--environment-id envcand", "--deployment-strategy-id atonce1");
    }

    @Test
    void aPolicyThatCannotWaitGoesLiveAtOnce() {
        assertThat(workspace.run("deploy-policy.sh", "production", "--at-once").exitCode())
                .isZero();

        assertThat(workspace.tools().calls("aws appconfig start-deployment"))
                .singleElement()
                .asString()
                .contains("--environment-id envlive", "--deployment-strategy-id atonce1");
    }

    @Test
    void whereTheStackIsMissingItIsNamed() {
        workspace.tools().put("no-application", "");

        Shell.Outcome delivered = deliver("production");

        assertThat(delivered.exitCode()).isEqualTo(1);
        assertThat(delivered.errors())
                .contains("AppConfig has no application max-weather-access-policy, or several ('')");
    }

    private Shell.Outcome deliver(String environment) {
        return workspace.run("deploy-policy.sh", environment);
    }
}
