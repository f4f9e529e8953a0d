package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/**
 * Every pod, those of {@code helm test} included, meets Kubernetes' restricted Pod Security Standard and what a careful
 * cluster asks beyond it. The standard is at kubernetes.io/docs/concepts/security/pod-security-standards.
 */
class PodSecurityTest {

    private static final Set<String> VOLUMES_OF_THE_STANDARD = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void podsMeetTheRestrictedStandard(Chart release) {
        assertThat(pods(release)).hasSize(5).allSatisfy(pod -> {
            assertThat(pod.at("securityContext", "runAsNonRoot")).isEqualTo(true);
            assertThat(pod.at("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
            for (String shared : List.of("hostNetwork", "hostPID", "hostIPC", "hostUsers", "initContainers")) {
                assertThat(pod.has(shared)).as(shared).isFalse();
            }
            if (pod.has("volumes")) {
                assertThat(pod.list("volumes"))
                        .allSatisfy(volume -> assertThat(volume.content().keySet())
                                .filteredOn(member -> !member.equals("name"))
                                .isSubsetOf(VOLUMES_OF_THE_STANDARD));
            }
            assertThat(pod.list("containers")).allSatisfy(container -> {
                assertThat(container.at("securityContext", "allowPrivilegeEscalation"))
                        .isEqualTo(false);
                assertThat(container.at("securityContext", "capabilities", "drop"))
                        .isEqualTo(List.of("ALL"));
                assertThat(container.has("securityContext", "capabilities", "add"))
                        .isFalse();
                assertThat(container.has("securityContext", "privileged")).isFalse();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("weather.kwangle.chart.release.Releases#all")
    void podsHaveAReadOnlyRootANumberedUserAndNoTokenOfTheCluster(Chart release) {
        assertThat(pods(release)).allSatisfy(pod -> {
            assertThat(pod.at("securityContext", "runAsUser")).isEqualTo(65532);
            assertThat(pod.at("automountServiceAccountToken")).isEqualTo(false);
            assertThat(pod.at("enableServiceLinks")).isEqualTo(false);
            assertThat(pod.list("containers")).allSatisfy(container -> {
                assertThat(container.at("securityContext", "readOnlyRootFilesystem"))
                        .isEqualTo(true);
                assertThat(container.at("resources", "limits", "memory")).isNotNull();
                assertThat(container.at("resources", "limits", "cpu")).isNotNull();
            });
        });
    }

    @Test
    void onlyTmpCanBeWrittenAndItIsBounded() {
        assertThat(pods(Releases.production()).filter(pod -> pod.has("volumes")))
                .hasSize(2)
                .allSatisfy(pod -> {
                    assertThat(pod.list("containers").getFirst().at("volumeMounts", 0, "mountPath"))
                            .isEqualTo("/tmp");
                    assertThat(pod.list("volumes")).hasSize(1);
                    assertThat(pod.at("volumes", 0, "emptyDir", "sizeLimit")).isEqualTo("64Mi");
                });
    }

    private static Stream<KubernetesObject> pods(Chart release) {
        return release.render().stream().flatMap(object -> switch (object.kind()) {
            case "Deployment" -> Stream.of(KubernetesObject.of(object.at("spec", "template", "spec")));
            case "Pod" -> Stream.of(KubernetesObject.of(object.at("spec")));
            default -> Stream.empty();
        });
    }
}
