package weather.kwangle.local.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An IAM policy as an authorizer returns it: statements without principals or conditions.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
record IamPolicy(List<Statement> statements) {
    /** The longest resource that API Gateway takes. */
    private static final int MAXIMUM_RESOURCE_LENGTH = 512;

    private static final Set<String> KNOWN_MEMBERS = Set.of("Sid", "Effect", "Action", "Resource");

    IamPolicy {
        statements = List.copyOf(statements);
    }

    /** What the policy says of a request. */
    enum Decision {
        ALLOW,
        EXPLICIT_DENY,
        /** No statement matches. */
        IMPLICIT_DENY
    }

    /** One statement: all that match count, a Deny wins. */
    record Statement(boolean allows, List<String> actions, List<String> resources) {
        boolean matches(String action, String resource) {
            String wanted = action.toLowerCase(Locale.ROOT);
            return actions.stream().anyMatch(pattern -> Wildcards.match(pattern.toLowerCase(Locale.ROOT), wanted))
                    && resources.stream().anyMatch(pattern -> Wildcards.match(pattern, resource));
        }
    }

    static IamPolicy parse(JsonNode document) throws MalformedResultException {
        JsonNode statements = document.path("Statement");
        if (statements.isMissingNode()) {
            throw new MalformedResultException("policyDocument has no Statement");
        }
        var parsed = new ArrayList<Statement>();
        for (JsonNode statement : statements.isArray() ? statements.values() : List.of(statements)) {
            parsed.add(statement(statement));
        }
        return new IamPolicy(parsed);
    }

    Decision evaluate(String action, String resource) {
        var decision = Decision.IMPLICIT_DENY;
        for (Statement statement : statements) {
            if (statement.matches(action, resource)) {
                if (!statement.allows()) {
                    return Decision.EXPLICIT_DENY;
                }
                decision = Decision.ALLOW;
            }
        }
        return decision;
    }

    private static Statement statement(JsonNode statement) throws MalformedResultException {
        for (Map.Entry<String, JsonNode> member : statement.properties()) {
            if (!KNOWN_MEMBERS.contains(member.getKey()) && !saysNothing(member.getValue())) {
                throw new MalformedResultException(
                        "a Statement has \"" + member.getKey() + "\", which the stand-in does not know");
            }
        }
        boolean allows = switch (statement.path("Effect").asString("")) {
            case "Allow" -> true;
            case "Deny" -> false;
            default -> throw new MalformedResultException("a Statement's Effect is neither Allow nor Deny");
        };
        List<String> resources = strings(statement, "Resource");
        for (String resource : resources) {
            if (resource.length() > MAXIMUM_RESOURCE_LENGTH) {
                throw new MalformedResultException("a Resource is longer than 512 characters");
            }
        }
        return new Statement(allows, strings(statement, "Action"), resources);
    }

    /** AWS's events library writes a condition that nobody has set. */
    private static boolean saysNothing(JsonNode value) {
        return value.isNull() || (value.isObject() && value.isEmpty());
    }

    private static List<String> strings(JsonNode statement, String name) throws MalformedResultException {
        JsonNode value = statement.path(name);
        List<JsonNode> elements = value.isArray() ? List.copyOf(value.values()) : List.of(value);
        if (elements.isEmpty() || !elements.stream().allMatch(JsonNode::isString)) {
            throw new MalformedResultException("a Statement's " + name + " is neither a string nor a list of strings");
        }
        return elements.stream().map(JsonNode::asString).toList();
    }
}
