package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What the app writes, synthesized once for all tests of the run: stacks by their name, read from the templates that
 * CloudFormation would get.
 *
 * @param folder the cloud assembly
 * @param stacks in the order of their names
 * @param findings what the checks object to
 */
record CloudAssembly(Path folder, Map<String, StackTemplate> stacks, List<String> findings) {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<List<String>, CloudAssembly> SYNTHESIZED = new ConcurrentHashMap<>();

    static CloudAssembly production() {
        return of("production");
    }

    static CloudAssembly staging() {
        return of("staging");
    }

    static CloudAssembly productionWithoutDomain() {
        return of("production", "--without-domain");
    }

    /** Every variant that can be deployed. */
    static List<CloudAssembly> all() {
        return List.of(production(), staging(), productionWithoutDomain());
    }

    private static CloudAssembly of(String... arguments) {
        return SYNTHESIZED.computeIfAbsent(List.of(arguments), CloudAssembly::synthesize);
    }

    static CloudAssembly synthesize(List<String> arguments) {
        try {
            Path folder =
                    Files.createTempDirectory(Files.createDirectories(ROOT.resolve("cdk-app/target")), "assembly-");
            InfrastructureApp.synthesize(
                    Request.parse(Stream.concat(Stream.of(ROOT.toString(), folder.toString()), arguments.stream())
                            .toList()));
            return read(folder, findings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CloudAssembly read(Path folder, List<String> findings) throws IOException {
        Map<String, StackTemplate> stacks = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".template.json"))
                    .toList()) {
                String name = file.getFileName().toString().replace(".template.json", "");
                stacks.put(name, new StackTemplate(name, JSON.readTree(file.toFile())));
            }
        }
        return new CloudAssembly(folder, stacks, findings);
    }

    /** @param name such as {@code max-weather-network} */
    StackTemplate stack(String name) {
        StackTemplate stack = stacks.get(name);
        if (stack == null) {
            throw new AssertionError("no stack " + name + " among " + stacks.keySet());
        }
        return stack;
    }

    /** Every resource of every stack. */
    Stream<StackTemplate.Resource> resources() {
        return stacks.values().stream().flatMap(StackTemplate::resources);
    }

    Stream<StackTemplate.Resource> resources(String type) {
        return resources().filter(resource -> resource.type().equals(type));
    }

    JsonNode document(String file) throws IOException {
        return JSON.readTree(folder.resolve(file).toFile());
    }
}
