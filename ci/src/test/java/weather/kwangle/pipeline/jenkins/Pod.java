package weather.kwangle.pipeline.jenkins;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A running agent: its workspace, and the tools that the image of each container brings. */
final class Pod {

    /** What we rely on an image to have; `jnlp` is the agent's own. */
    private static final Map<String, List<String>> TOOLS = Map.of(
            "jnlp", List.of("curl", "git"),
            "docker.io/alpine/k8s", List.of("aws", "curl", "git", "helm", "kubectl"),
            "public.ecr.aws/docker/library/maven", List.of("curl", "git", "trivy"),
            "public.ecr.aws/docker/library/python", List.of(),
            "quay.io/skopeo/stable", List.of("skopeo"));

    private final Path workspace;
    private final Map<String, String> images;

    Pod(String yaml, Path workspace) {
        this.workspace = workspace;
        Map<?, ?> pod = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        List<?> containers = (List<?>) ((Map<?, ?>) pod.get("spec")).get("containers");
        images = containers.stream()
                .map(container -> (Map<?, ?>) container)
                .collect(toMap(
                        container -> (String) container.get("name"),
                        container -> container.containsKey("image") ? (String) container.get("image") : "jnlp"));
    }

    Path workspace() {
        return workspace;
    }

    List<String> tools(String container) {
        String image = images.get(container);
        if (image == null) {
            throw new StepFailure("the pod has no container '" + container + "', but " + images.keySet());
        }
        return TOOLS.get(image.replaceFirst(":[^/]*$", ""));
    }
}
