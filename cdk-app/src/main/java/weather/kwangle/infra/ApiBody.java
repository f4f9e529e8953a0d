package weather.kwangle.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The public contract as API Gateway imports it: what it acts on, with the values of the environment, and nothing else. It
 * has no use for schemas, examples and descriptions, takes some of OpenAPI's features amiss, and would deploy anew for each
 * word changed in them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">Important notes for
 *     REST APIs</a>
 */
final class ApiBody {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final String INTEGRATION = "x-amazon-apigateway-integration";
    private static final String AUTHORIZER = "lambdaAuthorizer";
    /** How an imported API says that a method needs an API key; no part of the public contract. */
    private static final String USAGE_KEY = "usageKey";

    private static final LoadSettings YAML =
            LoadSettings.builder().setMaxAliasesForCollections(1_000).build();

    private final Map<String, String> values;
    private final Map<String, Object> addedToIntegrations;

    /**
     * @param values by the names that stand in the contract as {@code ${name}}
     * @param addedToIntegrations what each integration has besides
     */
    ApiBody(Map<String, String> values, Map<String, Object> addedToIntegrations) {
        this.values = values;
        this.addedToIntegrations = addedToIntegrations;
    }

    /** @throws SettingsException if the contract cannot be read, or asks for a value that there is none of */
    Map<String, Object> of(Path contract) {
        Map<String, Object> document = members(parse(contract));
        Map<String, Object> body = new LinkedHashMap<>();
        copy("openapi", document, body);
        Map<String, Object> info = new LinkedHashMap<>();
        copy("title", members(document.get("info")), info);
        copy("version", members(document.get("info")), info);
        body.put("info", info);
        body.put("paths", paths(members(document.get("paths"))));
        body.put("components", ordered("securitySchemes", securitySchemes(document)));
        body.put("x-amazon-apigateway-api-key-source", "AUTHORIZER");
        copy("x-amazon-apigateway-gateway-responses", document, body);
        return body;
    }

    private Map<String, Object> paths(Map<String, Object> contract) {
        Map<String, Object> paths = new LinkedHashMap<>();
        contract.forEach((path, operations) -> {
            Map<String, Object> methods = new LinkedHashMap<>();
            members(operations).forEach((name, operation) -> {
                if (METHODS.contains(name)) {
                    methods.put(name, method(members(operation)));
                }
            });
            paths.put(path, methods);
        });
        return paths;
    }

    private Map<String, Object> method(Map<String, Object> operation) {
        Map<String, Object> method = new LinkedHashMap<>();
        copy("operationId", operation, method);
        // OpenAPI wants one; a proxy passes on whatever comes.
        method.put("responses", ordered("200", ordered("description", "As the backend answers.")));
        method.put("security", List.of(ordered(AUTHORIZER, List.of(), USAGE_KEY, List.of())));
        Map<String, Object> integration = new LinkedHashMap<>(members(filled(members(operation.get(INTEGRATION)))));
        integration.putAll(addedToIntegrations);
        method.put(INTEGRATION, integration);
        return method;
    }

    private Map<String, Object> securitySchemes(Map<String, Object> document) {
        Map<String, Object> schemes =
                members(members(document.get("components")).get("securitySchemes"));
        Map<String, Object> authorizer = new LinkedHashMap<>(members(filled(members(schemes.get(AUTHORIZER)))));
        authorizer.remove("description");
        return ordered(
                AUTHORIZER, authorizer, USAGE_KEY, ordered("type", "apiKey", "in", "header", "name", "x-api-key"));
    }

    /** The same with each {@code ${name}} replaced. */
    private Object filled(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, member) -> copy.put(String.valueOf(name), filled(member)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(filled(item)));
                yield copy;
            }
            case String text
            when text.startsWith("${") && text.endsWith("}") -> {
                String value = values.get(text.substring(2, text.length() - 1));
                if (value == null) {
                    throw new SettingsException("api/openapi.yaml: there is no value for " + text);
                }
                yield value;
            }
            case Object other -> other;
        };
    }

    private static void copy(String name, Map<String, Object> from, Map<String, Object> to) {
        Optional.ofNullable(from.get(name)).ifPresent(member -> to.put(name, member));
    }

    private static Map<String, Object> ordered(Object... namesAndMembers) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMembers.length; i += 2) {
            map.put((String) namesAndMembers[i], namesAndMembers[i + 1]);
        }
        return map;
    }

    @SuppressWarnings("unchecked") // YAML of OpenAPI has text for names
    private static Map<String, Object> members(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Object parse(Path contract) {
        try {
            return new Load(YAML).loadFromString(Files.readString(contract));
        } catch (IOException e) {
            throw new SettingsException(contract + " cannot be read: " + e.getMessage());
        }
    }
}
