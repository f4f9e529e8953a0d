package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.pipeline.jenkins.Jenkins;
import weather.kwangle.pipeline.jenkins.Pipeline;
import weather.kwangle.pipeline.jenkins.Stage;

/** How the Jenkinsfile is built, before it is run. */
class JenkinsfileTest {

    private final Pipeline pipeline = Jenkins.read(Jenkins.jenkinsfile());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION = 'us-east-1'",
                "ECR_REPOSITORY = 'max-weather/weather-api'",
                "HELM_RELEASE_NAME = 'max-weather'",
                "HELM_CHART_PATH = './helm/max-weather'",
                "EKS_CLUSTER_NAME_STAGING = 'max-weather-staging-cluster'",
                "EKS_CLUSTER_NAME_PRODUCTION = 'max-weather-production-cluster'",
                "AWS_ACCOUNT_ID = credentials('aws-account-id')"
            })
    void theVariablesOfTheDocumentKeepTheirNames(String variable) {
        assertThat(Jenkins.jenkinsfile().lines().map(String::strip)).contains(variable);
    }

    @Test
    void oneBuildAtATimeIsKeptForAWhileWithTimes() {
        assertThat(pipeline.options())
                .containsExactlyInAnyOrder("buildDiscarder", "disableConcurrentBuilds", "timestamps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Approval for Production", "Manual Approval (Review Diff)"})
    void noExecutorIsHeldWhileSomebodyThinks(String approval) {
        assertThat(pipeline.stage(approval).agent()).isEmpty();
        assertThat(pipeline.around(approval)).allMatch(stage -> stage.agent().isEmpty());
    }

    @Test
    void theDayToThinkCoversTheApprovalsAndNothingElse() {
        assertThat(pipeline.allStages().stream().filter(stage -> stage.timeout().isPresent()))
                .extracting(Stage::name)
                .containsExactly("Approval for Production", "Manual Approval (Review Diff)");
        assertThat(pipeline.allStages().stream().map(Stage::timeout).filter(Optional::isPresent))
                .containsOnly(Optional.of(Duration.ofHours(24)));
    }

    @Test
    void nobodyIsAskedOnAnotherBranch() {
        Stage.When when = pipeline.stage("Approval for Production").when().orElseThrow();

        assertThat(when.branch()).isEqualTo("main");
        assertThat(when.beforeInput()).isTrue();
    }

    @Test
    void everyAgentIsAPodThatIsThere() {
        List<Stage.Agent> agents = pipeline.allStages().stream()
                .map(Stage::agent)
                .flatMap(Optional::stream)
                .toList();

        assertThat(agents).isNotEmpty();
        assertThat(agents).allMatch(agent -> Files.exists(Checkout.ROOT.resolve(agent.yamlFile())));
    }

    @Test
    void whateverIsDeployedIsTakenBackWhenItFails() {
        Stream<Stage> deploying = pipeline.allStages().stream()
                .filter(stage ->
                        stage.stages().stream().anyMatch(inner -> inner.name().startsWith("Helm Deploy")));

        assertThat(deploying)
                .hasSize(2)
                .allSatisfy(stage -> assertThat(stage.post()).containsOnlyKeys("unsuccessful"));
    }

    @Test
    void theEndIsAlwaysTold() {
        assertThat(pipeline.post()).containsOnlyKeys("always");
    }
}
