package weather.kwangle.local.documentation;

import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract as a partner needs it: without what only API Gateway reads, and with the addresses of the platform that
 * serves it.
 */
final class PublicContract {

    private static final String AUTHORIZER = "lambdaAuthorizer";

    private PublicContract() {}

    /**
     * Returns a copy in which {@code servers} and the OAuth endpoints are the given ones.
     *
     * @param contract {@code api/openapi.yaml}; not changed
     */
    static JsonNode of(JsonNode contract, URI api, URI authorizeEndpoint, URI tokenEndpoint) {
        ObjectNode copy = (ObjectNode) contract.deepCopy();
        withoutApiGateway(copy);
        ArrayNode servers = copy.putArray("servers");
        servers.addObject().put("url", api.toString()).put("description", "this machine");
        for (Map.Entry<String, JsonNode> flow :
                copy.at("/components/securitySchemes/oauth2/flows").properties()) {
            ObjectNode addresses = (ObjectNode) flow.getValue();
            Map.of("authorizationUrl", authorizeEndpoint, "tokenUrl", tokenEndpoint, "refreshUrl", tokenEndpoint)
                    .forEach((member, endpoint) -> {
                        if (addresses.has(member)) {
                            addresses.put(member, endpoint.toString());
                        }
                    });
        }
        return copy;
    }

    private static void withoutApiGateway(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            for (String name : names) {
                if (name.startsWith("x-amazon-") || name.equals(AUTHORIZER)) {
                    object.remove(name);
                }
            }
        }
        node.forEach(PublicContract::withoutApiGateway);
    }
}
