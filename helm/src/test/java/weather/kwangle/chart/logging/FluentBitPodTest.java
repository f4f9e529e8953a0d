package weather.kwangle.chart.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.KubernetesObject;

/** Fluent Bit's pods: on every node, with no more rights than reading log files takes. */
class FluentBitPodTest {
    private static final KubernetesObject DAEMON_SET =
            LoggingReleases.of("production").object("DaemonSet", "fluent-bit");
    private static final KubernetesObject POD =
            new KubernetesObject(Map.of("pod", DAEMON_SET.at("spec", "template", "spec")));

    @Test
    void runsOnEveryNodeWhateverKeepsOthersAway() {
        assertThat(POD.at("pod", "tolerations")).isEqualTo(List.of(Map.of("operator", "Exists")));
        assertThat(POD.at("pod", "nodeSelector")).isEqualTo(Map.of("kubernetes.io/os", "linux"));
        assertThat(POD.at("pod", "priorityClassName")).isEqualTo("system-node-critical");
        assertThat(DAEMON_SET.at("spec", "updateStrategy"))
                .isEqualTo(Map.of("type", "RollingUpdate", "rollingUpdate", Map.of("maxUnavailable", 1)));
    }

    @Test
    void isAwsOwnBuildInOneVersion() {
        assertThat(container().at("image")).isEqualTo("public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17");
        String digest = "sha256:" + "ab".repeat(32);
        assertThat(LoggingReleases.of("production")
                        .with("image.digest", digest)
                        .object("DaemonSet", "fluent-bit")
                        .at("spec", "template", "spec", "containers", 0, "image"))
                .isEqualTo("public.ecr.aws/aws-observability/aws-for-fluent-bit@" + digest);
    }

    @Test
    void isNotRootAndCanBecomeNobodyElse() {
        assertThat(container().at("securityContext"))
                .isEqualTo(Map.of(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        10001,
                        "runAsGroup",
                        0,
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
        assertThat(POD.at("pod", "securityContext"))
                .isEqualTo(Map.of("seccompProfile", Map.of("type", "RuntimeDefault")));
        assertThat(POD.has("pod", "hostNetwork")).isFalse();
        assertThat(POD.has("pod", "hostPID")).isFalse();
    }

    @Test
    void rootOpensTheFolderOfTheStateAndDoesNothingElse() {
        KubernetesObject once = POD.list("pod", "initContainers").getFirst();
        assertThat(POD.list("pod", "initContainers")).hasSize(1);
        assertThat(once.at("command")).isEqualTo(List.of("chmod", "0770", "/var/lib/fluent-bit"));
        assertThat(once.at("securityContext", "capabilities")).isEqualTo(Map.of("drop", List.of("ALL")));
        assertThat(once.at("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(once.at("securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(once.at("volumeMounts"))
                .isEqualTo(List.of(Map.of("name", "state", "mountPath", "/var/lib/fluent-bit")));
    }

    @Test
    void seesTheNodesLogsWithoutWritingThemAndKeepsItsStateOnTheNode() {
        assertThat(POD.at("pod", "volumes"))
                .isEqualTo(List.of(
                        Map.of("name", "configuration", "configMap", Map.of("name", "fluent-bit")),
                        Map.of("name", "logs", "hostPath", Map.of("path", "/var/log", "type", "Directory")),
                        Map.of(
                                "name",
                                "state",
                                "hostPath",
                                Map.of("path", "/var/lib/fluent-bit", "type", "DirectoryOrCreate"))));
        assertThat(container().at("volumeMounts"))
                .isEqualTo(List.of(
                        Map.of("name", "configuration", "mountPath", "/etc/fluent-bit", "readOnly", true),
                        Map.of("name", "logs", "mountPath", "/var/log", "readOnly", true),
                        Map.of("name", "state", "mountPath", "/var/lib/fluent-bit")));
    }

    @Test
    void isBounded() {
        assertThat(container().at("resources"))
                .isEqualTo(Map.of(
                        "requests", Map.of("cpu", "50m", "memory", "64Mi"),
                        "limits", Map.of("cpu", "250m", "memory", "192Mi")));
    }

    @Test
    void isRestartedWhenItAnswersNobodyAndNotWhenCloudWatchIsAway() {
        assertThat(container().at("livenessProbe", "httpGet", "path")).isEqualTo("/api/v1/uptime");
        assertThat(container().at("readinessProbe", "httpGet", "path")).isEqualTo("/api/v1/health");
        assertThat(container().at("ports", 0, "containerPort"))
                .isEqualTo(LoggingReleases.configuration(LoggingReleases.of("production"))
                        .at("service", "http_port"));
    }

    @Test
    void restartsWhenItsConfigurationChanges() {
        Object before = checksum("production");
        assertThat(checksum("production")).isEqualTo(before);
        assertThat(checksum("staging")).isNotEqualTo(before);
    }

    private static Object checksum(String environment) {
        return LoggingReleases.of(environment)
                .object("DaemonSet", "fluent-bit")
                .at("spec", "template", "metadata", "annotations", "checksum/configuration");
    }

    private static KubernetesObject container() {
        return POD.list("pod", "containers").getFirst();
    }
}
