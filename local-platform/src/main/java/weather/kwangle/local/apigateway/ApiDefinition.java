package weather.kwangle.local.apigateway;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the contract tells API Gateway: its methods, where they lead, who authorizes them, and the answers that API
 * Gateway gives itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html">OpenAPI
 *     extensions for API Gateway</a>
 */
public final class ApiDefinition {
    private static final Set<String> HTTP_METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method");
    private static final String HEADER_MAPPING = "integration.request.header.";

    private final String basePath;
    private final List<ApiMethod> methods;
    private final GatewayResponses gatewayResponses;
    private final JsonNode document;

    /** A method and the values of its path's templates. */
    record Match(ApiMethod method, Map<String, String> pathParameters) {}

    private ApiDefinition(
            String basePath, List<ApiMethod> methods, GatewayResponses gatewayResponses, JsonNode document) {
        this.basePath = basePath;
        this.methods = methods;
        this.gatewayResponses = gatewayResponses;
        this.document = document;
    }

    /**
     * Reads a contract.
     *
     * @param fileName for messages
     * @param yaml OpenAPI 3.0 in YAML
     * @throws ContractException if it is no contract for API Gateway, or asks for what the stand-in does not do
     */
    public static ApiDefinition parse(String fileName, String yaml) throws ContractException {
        JsonNode document = Yaml.read(fileName, yaml);
        Set<String> authorizers = authorizers(document.path("components").path("securitySchemes"));
        var methods = new ArrayList<ApiMethod>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (HTTP_METHODS.contains(operation.getKey())) {
                    methods.add(method(path.getKey(), operation.getKey(), operation.getValue(), authorizers));
                }
            }
        }
        if (methods.isEmpty()) {
            throw new ContractException(fileName + " has no operations under \"paths\"");
        }
        // A literal path wins over a template.
        methods.sort(Comparator.comparing(ApiMethod::hasTemplates));
        return new ApiDefinition(
                basePath(fileName, document),
                List.copyOf(methods),
                GatewayResponses.parse(document.path("x-amazon-apigateway-gateway-responses")),
                document);
    }

    /** The path that only clients see, {@code /api/v1}. */
    public String basePath() {
        return basePath;
    }

    /** The contract itself, as JSON. */
    public JsonNode document() {
        return document.deepCopy();
    }

    GatewayResponses gatewayResponses() {
        return gatewayResponses;
    }

    /**
     * The method that serves a request.
     *
     * @param path as sent, below the base path; it is not decoded and not normalised
     */
    Optional<Match> match(String httpMethod, String path) {
        return methods.stream()
                .filter(method -> method.httpMethod().equals(httpMethod))
                .flatMap(method -> method.match(path).map(parameters -> new Match(method, parameters)).stream())
                .findFirst();
    }

    private static String basePath(String fileName, JsonNode document) throws ContractException {
        String url = document.path("servers").path(0).path("url").asString("");
        if (url.isEmpty()) {
            throw new ContractException(fileName + ": servers[0].url is missing; its path is the base path");
        }
        return URI.create(url).getPath();
    }

    /** The security schemes that are Lambda authorizers. */
    private static Set<String> authorizers(JsonNode schemes) throws ContractException {
        var names = new HashSet<String>();
        for (Map.Entry<String, JsonNode> scheme : schemes.properties()) {
            JsonNode authorizer = scheme.getValue().path("x-amazon-apigateway-authorizer");
            if (authorizer.isMissingNode()) {
                continue;
            }
            String where = "securitySchemes." + scheme.getKey() + ".x-amazon-apigateway-authorizer";
            if (!authorizer.path("type").asString("").equals("request")) {
                throw new ContractException(where + ".type: the stand-in knows \"request\" authorizers only");
            }
            // Left out it means 300 s, and then a request is let through that nobody has metered.
            if (authorizer.path("authorizerResultTtlInSeconds").asInt(300) != 0) {
                throw new ContractException(where + ".authorizerResultTtlInSeconds: expected 0; a cached decision is a"
                        + " request that nobody meters");
            }
            names.add(scheme.getKey());
        }
        return Set.copyOf(names);
    }

    private static ApiMethod method(String resource, String name, JsonNode operation, Set<String> authorizers)
            throws ContractException {
        String where = name.toUpperCase(Locale.ROOT) + " " + resource;
        boolean authorized = false;
        for (JsonNode alternative : operation.path("security")) {
            authorized |= alternative.propertyNames().stream().anyMatch(authorizers::contains);
        }
        return new ApiMethod(
                name.toUpperCase(Locale.ROOT),
                resource,
                authorized,
                integration(where, operation.path("x-amazon-apigateway-integration")));
    }

    private static Integration integration(String where, JsonNode integration) throws ContractException {
        if (!integration.path("type").asString("").equalsIgnoreCase("http_proxy")) {
            throw new ContractException(
                    where + ": x-amazon-apigateway-integration.type: the stand-in knows \"http_proxy\" only");
        }
        var headers = new HashMap<String, MappedValue>();
        for (Map.Entry<String, JsonNode> mapping :
                integration.path("requestParameters").properties()) {
            if (!mapping.getKey().startsWith(HEADER_MAPPING)) {
                throw new ContractException(
                        where + ": requestParameters." + mapping.getKey() + ": the stand-in maps headers only");
            }
            headers.put(
                    mapping.getKey().substring(HEADER_MAPPING.length()),
                    MappedValue.parse(
                            where + ": requestParameters." + mapping.getKey(),
                            mapping.getValue().asString("")));
        }
        return new Integration(
                integration.path("httpMethod").asString("GET"),
                URI.create(integration.path("uri").asString("/")).getPath(),
                Duration.ofMillis(integration.path("timeoutInMillis").asLong(Integration.LONGEST.toMillis())),
                headers);
    }
}
