package weather.kwangle.infra.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The CloudFormation templates of a cloud assembly. */
final class Templates {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> roots;

    Templates(List<JsonNode> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Those of one environment; what both share is production's.
     *
     * @param environment {@code staging} or {@code production}
     * @throws IOException if the folder holds none or they cannot be read
     */
    static Templates read(Path assembly, String environment) throws IOException {
        List<JsonNode> roots = new ArrayList<>();
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.filter(
                            file -> isOf(environment, file.getFileName().toString()))
                    .sorted()
                    .toList()) {
                roots.add(JSON.readTree(file.toFile()));
            }
        }
        if (roots.isEmpty()) {
            throw new IOException(assembly + " holds no templates of " + environment + "; ./max-weather synth "
                    + environment + " writes them");
        }
        return new Templates(roots);
    }

    private static boolean isOf(String environment, String file) {
        return file.endsWith(".template.json")
                && file.startsWith("max-weather-staging-") == environment.equals("staging");
    }

    /** Properties of every resource of a type. */
    Stream<JsonNode> properties(String type) {
        return roots.stream()
                .flatMap(root -> root.path("Resources").valueStream())
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }

    long count(String type) {
        return properties(type).count();
    }
}
