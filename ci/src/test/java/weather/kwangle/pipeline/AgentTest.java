package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every pod of the pipeline may run in a namespace that enforces restricted Pod Security. */
class AgentTest {

    static List<Path> agents() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve("ci/agents"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("agents")
    void runsAsNobodyInParticularWithoutAnyPrivilege(Path agent) throws IOException {
        Map<?, ?> spec = spec(agent);
        Map<?, ?> security = (Map<?, ?>) spec.get("securityContext");

        assertThat(security.get("runAsNonRoot")).isEqualTo(true);
        assertThat(security.get("runAsUser")).isEqualTo(1000);
        assertThat(security.get("seccompProfile")).isEqualTo(Map.of("type", "RuntimeDefault"));
        assertThat(spec.get("automountServiceAccountToken")).isEqualTo(false);
        assertThat(containers(spec)).isNotEmpty().allSatisfy(container -> {
            Map<?, ?> own = (Map<?, ?>) container.get("securityContext");
            assertThat(own.get("allowPrivilegeEscalation")).isEqualTo(false);
            assertThat(own.get("capabilities")).isEqualTo(Map.of("drop", List.of("ALL")));
            assertThat(own.get("privileged")).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("agents")
    void seesNothingOfItsNode(Path agent) throws IOException {
        assertThat(spec(agent).get("volumes") instanceof List<?> volumes ? volumes : List.of())
                .allMatch(volume -> ((Map<?, ?>) volume).containsKey("emptyDir"));
        assertThat(Files.readString(agent)).doesNotContain("docker.sock").doesNotContain("dind");
    }

    @ParameterizedTest
    @MethodSource("agents")
    void everyContainerButTheAgentItselfIsReadOnlyAndHasLimits(Path agent) throws IOException {
        assertThat(containers(spec(agent))).allSatisfy(container -> {
            assertThat(((Map<?, ?>) container.get("resources")).get("limits")).isNotNull();
            if (!container.get("name").equals("jnlp")) {
                assertThat(((Map<?, ?>) container.get("securityContext")).get("readOnlyRootFilesystem"))
                        .isEqualTo(true);
            }
        });
    }

    @Test
    void theBuildHasOnItsPathWhatItsChecksNeedBesideMaven() throws IOException {
        Map<?, ?> spec = spec(Checkout.ROOT.resolve("ci/agents/build.yaml"));

        assertThat(containers(spec).stream()
                        .filter(container -> List.of(Map.of("name", "tools", "mountPath", "/tools"))
                                .equals(container.get("volumeMounts")))
                        .map(container -> (String) container.get("name")))
                .containsExactly("trivy", "shellcheck", "node", "nginx");
        assertThat(containers(spec))
                .filteredOn(container -> container.get("name").equals("maven"))
                .singleElement()
                .extracting(container -> container.get("env"))
                .asString()
                .contains("name=PATH, value=/tools:");
    }

    private static Map<?, ?> spec(Path agent) throws IOException {
        Object pod = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(agent));
        return (Map<?, ?>) ((Map<?, ?>) pod).get("spec");
    }

    private static List<Map<?, ?>> containers(Map<?, ?> spec) {
        return Stream.of("initContainers", "containers")
                .filter(spec::containsKey)
                .flatMap(kind -> ((List<?>) spec.get(kind)).stream())
                .<Map<?, ?>>map(container -> (Map<?, ?>) container)
                .toList();
    }
}
