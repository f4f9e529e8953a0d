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
     * Those of production; what both environments share is counted with it.
     *
     * @throws IOException if the folder holds none or they cannot be read
     */
    static Templates read(Path assembly) throws IOException {
        List<JsonNode> roots = new ArrayList<>();
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.filter(
                            file -> isProductions(file.getFileName().toString()))
                    .sorted()
                    .toList()) {
                roots.add(JSON.readTree(file.toFile()));
            }
        }
        if (roots.isEmpty()) {
            throw new IOException(
                    assembly + " holds no templates of production; ./max-weather synth production writes them");
        }
        return new Templates(roots);
    }

    private static boolean isProductions(String file) {
        return file.endsWith(".template.json") && !file.startsWith("max-weather-staging-");
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
