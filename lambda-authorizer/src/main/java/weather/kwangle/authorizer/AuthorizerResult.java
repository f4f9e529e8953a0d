package weather.kwangle.authorizer;

import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse.PolicyDocument;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.policy.Access.Granted;
import weather.kwangle.policy.Access.PlanSource;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.policy.Verdict;

/**
 * The answer to API Gateway (developer guide, "Output from an API Gateway Lambda authorizer"). The policy covers every
 * operation of the API for this caller; the context always holds the same keys.
 *
 * <p>The library's response has no {@code usageIdentifierKey}, so it gives the policy document only.
 */
final class AuthorizerResult {
    private static final String UNKNOWN = "unknown";

    private AuthorizerResult() {}

    static String of(Outcome.Allow allow) {
        List<Statement> statements = List.of(allowed(allow.arn(), allow.granted()));
        return json(
                allow.clientId(),
                statements,
                usageKey(Optional.of(allow.clientId()), Optional.of(allow.granted())),
                context(
                        allow.assertion(),
                        allow.clientId(),
                        allow.granted().plan().name(),
                        allow.decision().wireName(),
                        allow.policyVersion(),
                        allow.reason(),
                        allow.quotaDay().toString()));
    }

    static String of(Outcome.Deny deny) {
        List<Statement> statements = new ArrayList<>();
        deny.arn()
                .ifPresent(arn -> deny.granted()
                        .map(granted -> allowed(arn, granted))
                        .filter(allowed -> !allowed.getResource().isEmpty())
                        .ifPresent(statements::add));
        statements.add(statement(IamPolicyResponse.DENY, List.of(denied(deny))));
        return json(
                deny.clientId().orElse(UNKNOWN),
                statements,
                usageKey(deny.clientId(), deny.granted()),
                context(
                        "",
                        deny.clientId().orElse(""),
                        deny.granted().map(granted -> granted.plan().name()).orElse(""),
                        "deny",
                        deny.policyVersion(),
                        deny.reason(),
                        ""));
    }

    private static Statement allowed(MethodArn arn, Granted granted) {
        List<String> resources = granted.operations().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Verdict.Allowed)
                .map(entry -> arn.resource(entry.getKey()))
                .sorted()
                .toList();
        return statement(IamPolicyResponse.ALLOW, resources);
    }

    /** The library leaves the condition null, which is no JSON that IAM knows. */
    private static Statement statement(String effect, List<String> resources) {
        return Statement.builder()
                .withEffect(effect)
                .withAction(IamPolicyResponse.EXECUTE_API_INVOKE)
                .withResource(resources)
                .withCondition(Map.of())
                .build();
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

    private static Map<String, Object> context(
            String assertion,
            String clientId,
            String plan,
            String decision,
            String policyVersion,
            String reason,
            String quotaDay) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("edgeAssertion", assertion);
        context.put("clientId", clientId);
        context.put("plan", plan);
        context.put("decision", decision);
        context.put("policyVersion", policyVersion);
        context.put("reason", reason);
        context.put("quotaDay", quotaDay);
        return context;
    }

    private static String json(
            String principalId, List<Statement> statements, String usageKey, Map<String, Object> context) {
        IamPolicyResponse response = IamPolicyResponse.builder()
                .withPrincipalId(principalId)
                .withPolicyDocument(PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(statements)
                        .build())
                .withContext(context)
                .build();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("principalId", response.getPrincipalId());
        result.put("policyDocument", response.getPolicyDocument());
        result.put("usageIdentifierKey", usageKey);
        result.put("context", response.getContext());
        return JsonText.of(result);
    }
}
