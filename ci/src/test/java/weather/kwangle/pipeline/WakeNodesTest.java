package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A release outside office hours finds nodes. */
class WakeNodesTest {

    private static final String RESIZE = "aws eks update-nodegroup-config";

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void aClusterThatIsAwakeIsLeftAlone(String environment) {
        Shell.Outcome looked = workspace.run("wake-nodes.sh", environment);

        assertThat(looked.exitCode()).as(looked.all()).isZero();
        assertThat(looked.output()).isEqualTo("max-weather-" + environment + "-cluster is awake\n");
        assertThat(workspace.tools().calls())
                .containsExactly(
                        "aws eks list-nodegroups --region us-east-1 --cluster-name max-weather-" + environment
                                + "-cluster --query nodegroups --output text",
                        "aws eks describe-nodegroup --region us-east-1 --cluster-name max-weather-" + environment
                                + "-cluster --nodegroup-name Group-1 --query nodegroup.scalingConfig.minSize"
                                + " --output text");
    }

    @Test
    void aClusterThatSleepsGetsTheSizesOfItsSettings() {
        workspace.write("cdk-app/environments/staging.yaml", """
                        logs:
                          minimum: 9
                        nodes:
                          # as by day
                          minimum: 3
                          desired: 4
                          maximum: 5
                        alarms:
                          maximum: 7
                        """).tools().put("nodes", "True ,True ,True \n");

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).as(woken.all()).isZero();
        assertThat(workspace.tools().calls(RESIZE))
                .containsExactly(RESIZE + " --region us-east-1 --cluster-name max-weather-staging-cluster"
                        + " --nodegroup-name Group-1 --scaling-config minSize=3,desiredSize=4,maxSize=5");
        assertThat(woken.output()).contains("3 nodes or more are ready");
    }

    /** EKS would refuse it. */
    @Test
    void aResizeThatIsUnderWayIsWaitedFor() {
        workspace.tools().put("resizing", "");

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).as(woken.all()).isZero();
        assertThat(workspace.tools().calls(RESIZE)).hasSize(1);
    }

    @Test
    void itWaitsUntilTheNodesAndWhatRunsBesideTheReleaseAreReady() {
        workspace.tools().put("nodes", "\nFalse ,True \nTrue true,True \nTrue ,True \n");
        workspace.tools().put("deployments", """
                kube-system coredns False,weather-staging weather-api False
                kube-system coredns,weather-staging weather-api False
                kube-system coredns True,weather-staging weather-api False
                """);

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).as(woken.all()).isZero();
        assertThat(workspace.tools().calls("kubectl get nodes")).hasSize(6);
        assertThat(workspace.tools().calls("kubectl get deployments")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nodes       | True ,Unknown                               | 1 of 2 nodes are ready
            deployments | kube-system coredns True,logs router False  | logs/router is not available
            """)
    void itDoesNotWaitForEver(String what, String answer, String missing) {
        workspace.set("WAKE_PATIENCE", "0").tools().put(what, answer + "\n");

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).isEqualTo(1);
        assertThat(woken.errors())
                .isEqualTo("wake-nodes.sh: max-weather-staging-cluster after 0 seconds: " + missing + ";\n");
    }

    @ParameterizedTest
    @CsvSource({
        "^aws eks list-nodegroups, the node groups of max-weather-staging-cluster cannot be listed",
        "^aws eks describe-nodegroup, node group Group-1 cannot be described",
        "^kubectl get nodes, max-weather-staging-cluster does not say which nodes are ready",
        "^kubectl get deployments, max-weather-staging-cluster does not say which deployments are available"
    })
    void whatCannotBeAskedIsNotTakenForAwake(String call, String complaint) {
        workspace.tools().failOn(call);

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).isEqualTo(1);
        assertThat(woken.errors()).endsWith("wake-nodes.sh: " + complaint + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None\n"})
    void aClusterWithoutANodeGroupIsNotAwake(String groups) {
        workspace.tools().put("node-groups", groups);

        Shell.Outcome woken = wake();

        assertThat(woken.exitCode()).isEqualTo(1);
        assertThat(woken.errors()).isEqualTo("wake-nodes.sh: max-weather-staging-cluster has no node group\n");
    }

    @Test
    void settingsWithoutASizeAreRefusedBeforeAnythingIsAsked() {
        workspace.write("cdk-app/environments/staging.yaml", "nodes:\n  minimum: 2\n  desired: 0\n  maximum: 4\n");

        Shell.Outcome refused = wake();

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors())
                .isEqualTo("wake-nodes.sh: cdk-app/environments/staging.yaml: nodes.desired is '0',"
                        + " expected a number of nodes\n");
        assertThat(workspace.tools().calls()).isEmpty();
    }

    private Shell.Outcome wake() {
        workspace.tools().put("least-nodes", "0\n");
        return workspace.run("wake-nodes.sh", "staging");
    }
}
