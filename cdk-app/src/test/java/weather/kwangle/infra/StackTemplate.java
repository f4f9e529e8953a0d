package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One CloudFormation template. */
record StackTemplate(String name, JsonNode root) {

    /** @param definition its type, properties, metadata and policies */
    record Resource(String stack, String logicalId, JsonNode definition) {
        String type() {
            return definition.path("Type").asText();
        }

        /** @param path names and indices of the way, such as {@code "Tags", 0, "Key"}; a missing node where there is none */
        JsonNode property(Object... path) {
            JsonNode node = definition.path("Properties");
            for (Object step : path) {
                node = switch (step) {
                    case String field -> node.path(field);
                    case Integer index -> node.path(index);
                    default -> MissingNode.getInstance();
                };
            }
            return node;
        }

        /** The text at the path, with {@code ${…}} for what CloudFormation fills in. */
        String text(Object... path) {
            return StackTemplate.text(property(path));
        }

        @Override
        public String toString() {
            return stack + "/" + logicalId + " (" + type() + ")";
        }
    }

    /** Text as CloudFormation would put it together, with {@code ${…}} for what only it knows. */
    static String text(JsonNode node) {
        if (node.has("Fn::Join")) {
            String separator = node.get("Fn::Join").get(0).asText();
            return StreamSupport.stream(node.get("Fn::Join").get(1).spliterator(), false)
                    .map(StackTemplate::text)
                    .collect(Collectors.joining(separator));
        }
        if (node.has("Ref")) {
            return "${" + node.get("Ref").asText() + "}";
        }
        if (node.has("Fn::GetAtt")) {
            return "${" + node.get("Fn::GetAtt").get(0).asText() + "."
                    + node.get("Fn::GetAtt").get(1).asText() + "}";
        }
        if (node.has("Fn::ImportValue")) {
            return "${" + text(node.get("Fn::ImportValue")) + "}";
        }
        return node.asText();
    }

    /** A list's elements; a single value is a list of one. */
    static Stream<JsonNode> elements(JsonNode node) {
        return node.isMissingNode() ? Stream.empty() : node.isArray() ? node.valueStream() : Stream.of(node);
    }

    Stream<Resource> resources() {
        return root.path("Resources").properties().stream()
                .map(entry -> new Resource(name, entry.getKey(), entry.getValue()));
    }

    List<Resource> resources(String type) {
        return resources().filter(resource -> resource.type().equals(type)).toList();
    }

    /** The only resource of its type. */
    Resource resource(String type) {
        List<Resource> found = resources(type);
        if (found.size() != 1) {
            throw new AssertionError(name + " has " + found.size() + " of " + type + ", expected one");
        }
        return found.getFirst();
    }
}
