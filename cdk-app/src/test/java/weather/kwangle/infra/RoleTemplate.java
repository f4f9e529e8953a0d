package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An IAM role of a template with what is attached to it.
 *
 * @param trust its trust policy, also where that is written as text
 * @param managed the policies of AWS's
 * @param statements the policies of ours
 */
record RoleTemplate(StackTemplate.Resource resource, JsonNode trust, List<String> managed, List<Statement> statements) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param resources with {@code ${…}} for what only CloudFormation knows */
    record Statement(SortedSet<String> actions, List<String> resources, JsonNode condition) {}

    static RoleTemplate of(StackTemplate stack, String name) {
        return roles(stack)
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + roles(stack).map(RoleTemplate::name).toList()));
    }

    static Stream<RoleTemplate> roles(StackTemplate stack) {
        return stack.resources("AWS::IAM::Role").stream()
                .map(role -> new RoleTemplate(
                        role,
                        trust(role),
                        texts(role.property("ManagedPolicyArns"))
                                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                                .toList(),
                        stack.resources("AWS::IAM::Policy").stream()
                                .filter(policy -> texts(policy.property("Roles"))
                                        .anyMatch(name -> name.equals("${" + role.logicalId() + "}")))
                                .flatMap(policy -> statements(policy.property("PolicyDocument")))
                                .toList()));
    }

    String name() {
        return resource.property("RoleName").asText();
    }

    SortedSet<String> actions() {
        SortedSet<String> all = new TreeSet<>();
        statements.forEach(statement -> all.addAll(statement.actions()));
        return all;
    }

    /** The only statement that has the action. */
    Statement statement(String action) {
        List<Statement> found = statements.stream()
                .filter(statement -> statement.actions().contains(action))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    name() + " allows " + action + " in " + found.size() + " statements, expected one");
        }
        return found.getFirst();
    }

    static Stream<Statement> statements(JsonNode document) {
        return StackTemplate.elements(document.path("Statement"))
                .map(statement -> new Statement(
                        new TreeSet<>(texts(statement.path("Action")).toList()),
                        texts(statement.path("Resource")).toList(),
                        statement.path("Condition")));
    }

    private static JsonNode trust(StackTemplate.Resource role) {
        JsonNode document = role.property("AssumeRolePolicyDocument");
        if (!document.has("Fn::Sub")) {
            return document;
        }
        try {
            return requireNonNull(JSON.readTree(document.path("Fn::Sub").path(0).asText()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(role + " has no policy in its text", e);
        }
    }

    private static Stream<String> texts(JsonNode node) {
        return StackTemplate.elements(node).map(StackTemplate::text);
    }
}
