package weather.kwangle.local.page;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract as a reader wants it: without what is meant for API Gateway alone, and with this run's addresses. */
final class PublicContract {
    private static final String EXTENSION = "x-amazon-apigateway";
    /** OpenAPI's names for the addresses of the sign-in, and their paths there. */
    private static final Map<String, String> SIGN_IN = Map.of(
            "authorizationUrl", "/oauth2/authorize",
            "tokenUrl", "/oauth2/token",
            "refreshUrl", "/oauth2/token");

    private PublicContract() {}

    /**
     * @param contract the contract; it is changed
     * @param basePath where the API is, on the page's own origin
     * @param identity the origin of the sign-in
     */
    static JsonNode of(ObjectNode contract, String basePath, URI identity) {
        var schemes = (ObjectNode) contract.path("components").path("securitySchemes");
        List<String> internal = schemes.properties().stream()
                .filter(scheme -> scheme.getValue().has("x-amazon-apigateway-authtype"))
                .map(Map.Entry::getKey)
                .toList();
        schemes.remove(internal);
        contract.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("security")
                        .forEach(alternative -> ((ObjectNode) alternative).remove(internal))));
        schemes.path("oauth2").path("flows").forEach(flow -> pointTo(identity, (ObjectNode) flow));
        var servers = contract.putArray("servers");
        servers.addObject().put("url", basePath).put("description", "this machine");
        withoutExtensions(contract);
        return contract;
    }

    private static void pointTo(URI identity, ObjectNode flow) {
        SIGN_IN.forEach((name, path) -> {
            if (flow.has(name)) {
                flow.put(name, identity + path);
            }
        });
    }

    private static void withoutExtensions(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                object.remove(object.propertyNames().stream()
                        .filter(name -> name.startsWith(EXTENSION))
                        .toList());
                object.forEach(PublicContract::withoutExtensions);
            }
            case ArrayNode array -> array.forEach(PublicContract::withoutExtensions);
            default -> {}
        }
    }
}
