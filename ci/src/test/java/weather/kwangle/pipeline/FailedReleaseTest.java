package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left behind and who hears of it when a release fails. */
class FailedReleaseTest {

    private static final String FOLDER = "target/release/production/failure/";

    private Workspace workspace;

    @BeforeEach
    void deploy(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary).revisions("production", "deployed build 41");
    }

    @Test
    void whatIsThereIsCaptured() {
        Shell.Outcome captured = workspace.run("capture-failure.sh", "production");

        assertThat(captured.exitCode()).as(captured.all()).isZero();
        assertThat(workspace.read(FOLDER + "helm-history.txt")).contains("build 41");
        assertThat(workspace.read(FOLDER + "events.txt")).contains("events of weather-production");
        assertThat(workspace.read(FOLDER + "log-weather-api-1.txt")).contains("logs pod/weather-api-1");
        assertThat(workspace.read(FOLDER + "log-edge-gateway-1-before-restart.txt"))
                .contains("logs pod/edge-gateway-1");
    }

    @Test
    void noSecretIsRead() {
        workspace.run("capture-failure.sh", "production");

        assertThat(workspace.tools().calls()).noneMatch(call -> call.matches(".*(secret|helm get|values).*"));
    }

    @Test
    void whatCannotBeHadStopsNothing() {
        workspace.tools().failOn("^helm");
        workspace.tools().failOn("^kubectl logs.*--previous");

        Shell.Outcome captured = workspace.run("capture-failure.sh", "production");

        assertThat(captured.exitCode()).isZero();
        assertThat(captured.output()).contains("not captured: helm history max-weather -n weather-production");
        assertThat(workspace.has(FOLDER + "log-weather-api-1.txt")).isTrue();
        assertThat(workspace.has(FOLDER + "log-weather-api-1-before-restart.txt"))
                .isFalse();
    }

    @Test
    void whatAnEarlierLookHasKeptIsNotLost() {
        workspace.write(FOLDER + "log-weather-api-1-before-restart.txt", "OutOfMemoryError");
        workspace.tools().failOn("^kubectl logs.*--previous");

        workspace.run("capture-failure.sh", "production");

        assertThat(workspace.read(FOLDER + "log-weather-api-1-before-restart.txt"))
                .isEqualTo("OutOfMemoryError");
    }

    @Test
    void theLogsOfPodsThatAreNotReadyAreKeptWhileTheRolloutRuns() {
        workspace.tools().failOn("^helm upgrade");
        workspace
                .tools()
                .put(
                        "helm-upgrade-waits-for",
                        workspace.path(FOLDER + "log-weather-api-3.txt").toString());

        workspace.run("deploy.sh", "production");

        assertThat(workspace.read(FOLDER + "log-weather-api-3.txt")).contains("logs weather-api-3");
        assertThat(workspace.read(FOLDER + "events-during-rollout.txt")).contains("events of weather-production");
    }

    @ParameterizedTest
    @CsvSource({"staging, max-weather-staging-alarms", "production, max-weather-alarms"})
    void whoeverIsOnCallHearsOfIt(String environment, String topic) {
        Shell.Outcome alerted = workspace.run("alert-on-call.sh", environment);

        assertThat(alerted.exitCode()).as(alerted.all()).isZero();
        assertThat(workspace.tools().calls("aws sns publish"))
                .singleElement()
                .asString()
                .contains("--topic-arn arn:aws:sns:us-east-1:123456789012:" + topic)
                .contains("release 42 to " + environment + " failed")
                .contains("https://jenkins.kwangle.weather/job/max-weather/job/main/42/")
                .contains("docs/runbooks/failed-release.md");
    }

    @ParameterizedTest
    @CsvSource({"staging, 3, max-weather-staging-release-42", "production, 2, max-weather-release-42"})
    void anIncidentIsOpenedOnceForABuild(String environment, String severity, String deduplication) {
        Shell.Outcome recorded = workspace.run("record-incident.sh", environment);

        assertThat(recorded.exitCode()).as(recorded.all()).isZero();
        assertThat(workspace.tools().calls("aws ssm create-ops-item"))
                .singleElement()
                .asString()
                .contains("--severity " + severity)
                .contains("--title Release 42 to " + environment + " failed");
        assertThat(workspace.tools().get("operational-data")).isEqualTo("""
                {"/aws/dedup":{"Type":"SearchableString","Value":"{\\"dedupString\\":\\"%s\\"}"},\
                "build":{"Type":"SearchableString","Value":"https://jenkins.kwangle.weather/job/max-weather/job/main/42/"},\
                "commit":{"Type":"SearchableString","Value":"%s"},\
                "runbook":{"Type":"String","Value":"docs/runbooks/failed-release.md"}}\
                """.formatted(deduplication, Workspace.COMMIT));
    }

    @Test
    void anIncidentThatIsOpenAlreadyIsRecorded() {
        workspace.tools().put("ops-item-exists", "");

        assertThat(workspace.run("record-incident.sh", "production").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"alert-on-call.sh, ^aws sns", "record-incident.sh, ^aws ssm"})
    void whatDidNotReachAnybodyFails(String step, String call) {
        workspace.tools().failOn(call);

        assertThat(workspace.run(step, "production").exitCode()).isNotZero();
    }
}
