package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyTest {

    private static final String WEBHOOK = "https://hooks.slack.example/services/secret";

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary).set("SLACK_WEBHOOK_URL", WEBHOOK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCESS", "UNSTABLE", "FAILURE", "ABORTED"})
    void tellsHowTheBuildEndedAndWhere(String outcome) {
        Shell.Outcome told = workspace.run("notify.sh", outcome);

        assertThat(told.exitCode()).as(told.all()).isZero();
        assertThat(workspace.tools().calls("curl"))
                .singleElement()
                .asString()
                .contains("{\"text\":\"Max Weather: build 42 of main ended as " + outcome
                        + ". https://jenkins.kwangle.weather/job/max-weather/job/main/42/\"}");
    }

    @Test
    void theWebhookIsReadByCurlAndStandsNowhereElse() {
        Shell.Outcome told = workspace.run("notify.sh", "SUCCESS");

        assertThat(workspace.tools().get("curl-configuration")).isEqualTo("url = \"" + WEBHOOK + "\"\n");
        assertThat(workspace.tools().calls()).noneMatch(call -> call.contains(WEBHOOK));
        assertThat(told.all()).doesNotContain(WEBHOOK);
    }

    @Test
    void aBranchsNameCannotBreakTheMessage() {
        workspace.set("BRANCH_NAME", "fix/\"quotes\"\\and\nlines").run("notify.sh", "FAILURE");

        assertThat(workspace.tools().calls("curl"))
                .singleElement()
                .asString()
                .contains("of fix/\\\"quotes\\\"\\\\and\\nlines ended");
    }

    @Test
    void aMessageThatSlackDidNotTakeFails() {
        workspace.tools().failOn("^curl");

        Shell.Outcome told = workspace.run("notify.sh", "SUCCESS");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.errors()).endsWith("notify.sh: Slack did not take the message\n");
    }

    @Test
    void anUnknownOutcomeIsRefused() {
        Shell.Outcome refused = workspace.run("notify.sh", "GREAT");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).startsWith("notify.sh: unknown argument 'GREAT'");
    }
}
