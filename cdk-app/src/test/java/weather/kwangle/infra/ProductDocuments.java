package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The contract and the access policy, to compare the stacks with. */
final class ProductDocuments {
    static final JsonNode CONTRACT = Sources.yaml("api/openapi.yaml");
    static final JsonNode POLICY = Sources.yaml("access-policy/policy/access-policy.yaml");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private ProductDocuments() {}

    /** By method and path, such as {@code GET /forecast}. */
    static Map<String, JsonNode> operations(JsonNode openApi) {
        Map<String, JsonNode> operations = new TreeMap<>();
        openApi.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> operations.put(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue())));
        return operations;
    }
}
