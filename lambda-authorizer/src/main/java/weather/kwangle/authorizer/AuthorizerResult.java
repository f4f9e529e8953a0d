package weather.kwangle.authorizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.policy.Access.Granted;
import weather.kwangle.policy.Access.PlanSource;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.policy.Verdict;

/**
 * The answer to API Gateway (developer guide, "Output from an API Gateway Lambda authorizer"). The policy covers every
 * operation of the API for this caller; the context always holds the same keys.
 */
final class AuthorizerResult {
    private static final String UNKNOWN = "unknown";

    /** An answer with an assertion and a dozen operations has about 2,100. */
    private static final int EXPECTED_BYTES = 2560;

    private AuthorizerResult() {}

    /** The answer, to be written once. */
    static JsonLine of(Outcome.Allow allow) {
        JsonLine json = begin(allow.clientId());
        statement(json, "Allow", resources(allow.arn(), allow.granted()));
        return end(
                json,
                usageKey(Optional.of(allow.clientId()), Optional.of(allow.granted())),
                new Context(
                        allow.assertion(),
                        allow.clientId(),
                        allow.granted().plan().name(),
                        allow.decision().wireName(),
                        allow.policyVersion(),
                        allow.reason(),
                        allow.quotaDay().toString()));
    }

    /** The answer, to be written once. */
    static JsonLine of(Outcome.Deny deny) {
        JsonLine json = begin(deny.clientId().orElse(UNKNOWN));
        List<String> allowed = deny.arn()
                .flatMap(arn -> deny.granted().map(granted -> resources(arn, granted)))
                .orElse(List.of());
        if (!allowed.isEmpty()) {
            statement(json, "Allow", allowed);
        }
        statement(json, "Deny", List.of(denied(deny)));
        return end(
                json,
                usageKey(deny.clientId(), deny.granted()),
                new Context(
                        "",
                        deny.clientId().orElse(""),
                        deny.granted().map(granted -> granted.plan().name()).orElse(""),
                        "deny",
                        deny.policyVersion(),
                        deny.reason(),
                        ""));
    }

    /** What the gateway and API Gateway's templates learn of the decision. */
    private record Context(
            String edgeAssertion,
            String clientId,
            String plan,
            String decision,
            String policyVersion,
            String reason,
            String quotaDay) {}

    private static JsonLine begin(String principalId) {
        return new JsonLine(EXPECTED_BYTES)
                .text("principalId", principalId)
                .object("policyDocument")
                .plain("Version", "2012-10-17")
                .array("Statement");
    }

    /** @param resources of ARNs and operations, whose characters need no escapes */
    private static void statement(JsonLine json, String effect, List<String> resources) {
        json.element()
                .plain("Action", "execute-api:Invoke")
                .plain("Effect", effect)
                .plains("Resource", resources)
                .endObject();
    }

    private static JsonLine end(JsonLine json, String usageKey, Context context) {
        return json.endArray()
                .endObject()
                .plain("usageIdentifierKey", usageKey)
                .object("context")
                .plain("edgeAssertion", context.edgeAssertion())
                .text("clientId", context.clientId())
                .text("plan", context.plan())
                .text("decision", context.decision())
                .text("policyVersion", context.policyVersion())
                .text("reason", context.reason())
                .text("quotaDay", context.quotaDay())
                .endObject();
    }

    /** What the caller may use, in the policy's order. */
    private static List<String> resources(MethodArn arn, Granted granted) {
        List<String> resources = new ArrayList<>();
        for (Map.Entry<Operation, Verdict> entry : granted.operations().entrySet()) {
            if (entry.getValue() instanceof Verdict.Allowed) {
                resources.add(arn.resource(entry.getKey()));
            }
        }
        return resources;
    }

    /** This request, whose client may do other things; everything, for a client that may do nothing. */
    private static String denied(Outcome.Deny deny) {
        return deny.arn()
                .map(arn -> deny.granted().isPresent() ? arn.ownResource() : arn.stage() + "/*")
                .orElse("*");
    }

    /** Names the API key, and so the usage plan; unknown clients share one. */
    private static String usageKey(Optional<String> clientId, Optional<Granted> granted) {
        boolean isKnown =
                granted.filter(g -> g.planSource() != PlanSource.UNKNOWN_CLIENT).isPresent();
        return UsageKey.of(clientId.filter(_ -> isKnown).orElse(UsageKey.UNKNOWN_CLIENT));
    }
}
