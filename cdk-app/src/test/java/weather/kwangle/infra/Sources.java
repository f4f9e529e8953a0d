package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the rest of the repository says, with which the stacks have to agree. */
final class Sources {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The contract says the same of each operation by an alias. */
    private static final LoadSettings YAML =
            LoadSettings.builder().setMaxAliasesForCollections(1_000).build();

    private Sources() {}

    /** @param path from the repository's root */
    static String text(String path) {
        try {
            return Files.readString(CloudAssembly.ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String path) {
        return documents(text(path)).getFirst();
    }

    /** The objects of a file of several, such as Helm renders, or of a list. */
    static List<JsonNode> documents(String text) {
        return StreamSupport.stream(new Load(YAML).loadAllFromString(text).spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .flatMap(document -> document.isArray() ? document.valueStream() : Stream.of(document))
                .filter(JsonNode::isObject)
                .toList();
    }

    /** The steps of the pipeline, one file each, and what they share. */
    static List<Path> steps() {
        try (var files = Files.list(CloudAssembly.ROOT.resolve("ci"))) {
            return files.filter(file -> file.toString().matches(".*\\.(?:ba)?sh"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the pipeline's own functions print for an environment. */
    static String pipeline(String environment, String command) {
        String script = """
                set -euo pipefail
                source ci/step.bash
                source ci/environment.bash
                source ci/images.bash
                source ci/cluster/prerequisites.bash
                take_environment %s
                %s
                """.formatted(environment, command);
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script).directory(CloudAssembly.ROOT.toFile());
        bash.environment().put("AWS_ACCOUNT_ID", "123456789012");
        bash.environment().put("AWS_REGION", "us-east-1");
        bash.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = bash.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue() + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
