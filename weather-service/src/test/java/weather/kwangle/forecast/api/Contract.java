package weather.kwangle.forecast.api;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The public contract, as API Gateway imports it. */
final class Contract {
    private static final String URI = "https://api.kwangle.weather/openapi.yaml";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private Contract(JsonNode document) {
        this.document = document;
        schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi30(), registry -> registry.schemas(Map.of(URI, document.toString())));
    }

    /** The contract with no room for members that it does not name, except in problems, which promise none. */
    static Contract strict() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1_000);
        try (Reader file = Files.newBufferedReader(Path.of("../api/openapi.yaml"))) {
            Object yaml = new Yaml(new SafeConstructor(options)).load(file);
            JsonNode document = JSON.valueToTree(yaml);
            document.at("/components/schemas").properties().stream()
                    .filter(schema -> !schema.getKey().endsWith("Problem"))
                    .map(schema -> (ObjectNode) schema.getValue())
                    .filter(schema -> schema.has("properties") && !schema.has("additionalProperties"))
                    .forEach(schema -> schema.put("additionalProperties", false));
            return new Contract(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths and methods that lead to this service: all but {@code /usage}, which the gateway answers. */
    List<String> operations() {
        return document.get("paths").properties().stream()
                .filter(path -> !path.getKey().equals("/usage"))
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();
    }

    JsonNode operation(String operation) {
        String[] parts = operation.split(" ");
        return document.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
    }

    Stream<JsonNode> parameters(String operation) {
        return operation(operation).path("parameters").values().stream().map(this::resolved);
    }

    /** The reference to the schema of an answer, if the contract knows such an answer. */
    Optional<String> schemaOf(String operation, int status, String mediaType) {
        return content(operation, status, mediaType).path("schema").path("$ref").asStringOpt();
    }

    /** The answer that the contract shows. */
    JsonNode exampleOf(String operation, int status, String mediaType) {
        return content(operation, status, mediaType).path("example");
    }

    private JsonNode content(String operation, int status, String mediaType) {
        JsonNode response = operation(operation).get("responses").path(Integer.toString(status));
        return resolved(response).path("content").path(mediaType);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    /** Where a body departs from a schema of the contract. */
    List<String> departures(String schemaReference, String body) {
        return schemas
                .getSchema(SchemaLocation.of(URI + schemaReference))
                .validate(
                        body,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(configuration -> configuration.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
