package weather.kwangle.pipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.MissingPropertyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.pipeline.jenkins.Question.Answer;

/** The stand-in of Jenkins is as strict as Jenkins, and does things in its order. */
class JenkinsTest {

    private static final String AGENT =
            "agent { kubernetes { yamlFile 'ci/agents/notify.yaml'; defaultContainer 'jnlp' } }";

    private Jenkins jenkins;

    @BeforeEach
    void install(@TempDir Path temporary) {
        jenkins = new Jenkins(temporary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agnet any", "tools { }", "steps { } ; stages { }", "when { changelog 'x' }"})
    void refusesWhatNoStageMaySay(String directive) {
        assertThatThrownBy(() -> Jenkins.read(pipeline("stage('One') { " + directive + " ; steps { } }")))
                .isInstanceOfAny(PipelineSyntaxException.class, MissingPropertyException.class);
    }

    @Test
    void refusesAStepThatNobodyKnows() {
        assertThatThrownBy(() -> build("stage('One') { steps { deployEverything() } }"))
                .isInstanceOf(PipelineSyntaxException.class)
                .hasMessage("unknown step 'deployEverything'");
    }

    @Test
    void refusesTwoStagesOfOneName() {
        assertThatThrownBy(() -> Jenkins.read(pipeline(
                        "stage('One') { steps { } } ; stage('Two') { stages { stage('One') { steps { } } } }")))
                .hasMessageContaining("two stages have one name");
    }

    @Test
    void aShellWithoutAnAgentFailsTheBuild() {
        assertThat(build("stage('One') { steps { sh 'true' } }").result()).isEqualTo("FAILURE");
    }

    @Test
    void aShellFindsTheToolsOfItsContainerOnly() {
        Build build = build("stage('One') { " + AGENT + " ; steps { sh 'command -v git' ; sh 'command -v helm' } }");

        assertThat(build.commands()).extracting(Build.Command::exitCode).containsExactly(0, 127);
    }

    @Test
    void afterAFailureTheRestIsSkippedAndTheEndIsRun() {
        Build build = build("stage('One') { " + AGENT + " ; steps { sh 'false' } } ; stage('Two') { steps { } }");

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(build.skippedStages()).containsExactly("Two");
        assertThat(build.complaints()).containsExactly("the end");
    }

    @Test
    void anInputIsAskedBeforeTheBranchUnlessTheStageSaysOtherwise() {
        String input = "input { message 'Well?' ; ok 'Yes' ; submitter 'admin' } ; steps { }";

        jenkins.branch("other");

        assertThat(build("stage('One') { when { branch 'main' } ; " + input + " }")
                        .questions())
                .hasSize(1);
        assertThat(build("stage('One') { when { beforeInput true ; branch 'main' } ; " + input + " }")
                        .questions())
                .isEmpty();
    }

    @Test
    void anInputInsideAnAgentHoldsItsExecutor() {
        assertThat(build("stage('One') { " + AGENT + " ; steps { input(message: 'Well?', submitter: 'admin') } }")
                        .questions())
                .extracting(Question::holdsExecutor)
                .containsExactly(true);
    }

    @Test
    void aTimeoutOfTheOptionsCoversTheInput() {
        assertThat(build("stage('One') { options { timeout(time: 1, unit: 'HOURS') }"
                                + " ; input { message 'Well?' ; ok 'Yes' ; submitter 'admin' } ; steps { } }")
                        .questions())
                .extracting(Question::timeout)
                .containsExactly(Optional.of(Duration.ofHours(1)));
    }

    @Test
    void aQuestionThatWouldWaitForEverIsAMistake() {
        jenkins.answer("One", Answer.NOTHING);

        assertThatThrownBy(() -> build("stage('One') { steps { input(message: 'Well?', submitter: 'admin') } }"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("One would wait for ever");
    }

    @Test
    void aPodHasWhatIsCheckedOutAndUnstashedOnly() {
        Build build = build("stage('One') { " + AGENT + " ; steps { sh 'touch made' } }" + " ; stage('Two') { " + AGENT
                + " ; steps { sh 'test -f Jenkinsfile' ; sh 'test -f made' } }");

        assertThat(build.commands()).extracting(Build.Command::exitCode).containsExactly(0, 0, 1);
    }

    @Test
    void aCredentialThatIsNotThereFailsTheBuild() {
        assertThat(build("stage('One') { " + AGENT
                                + " ; environment { KEY = credentials('aws-credentials') } ; steps { } }")
                        .result())
                .isEqualTo("FAILURE");
    }

    private Build build(String stages) {
        return jenkins.build(pipeline(stages));
    }

    private static String pipeline(String stages) {
        return "pipeline { agent none ; environment { NAME = 'value' } ; stages { " + stages + " }"
                + " ; post { unsuccessful { catchError(message: 'the end', buildResult: 'SUCCESS') { sh 'true' } } } }";
    }
}
