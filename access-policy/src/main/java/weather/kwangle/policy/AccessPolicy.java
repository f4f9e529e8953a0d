package weather.kwangle.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import weather.kwangle.policy.Access.PlanSource;

/**
 * Who may call what. Read from one file, immutable, safe for use by many threads.
 *
 * <p>The scopes that count for a caller are those of its token that are also in the client's bound. The bound is the
 * client's {@code scopes} together with the scopes of those groups of the token that the client lists; a client without
 * {@code scopes} has no bound. Nothing ever adds a scope that the token does not have.
 */
public final class AccessPolicy {
    private static final int VERSION_BYTES = 6;

    private final String version;
    private final PolicyParser.Content content;
    /** The policy's scopes by what they are called in tokens. */
    private final Map<String, String> scopes;

    private final OperationIndex index;

    private AccessPolicy(String version, PolicyParser.Content content) {
        this.version = version;
        this.content = content;
        this.scopes = content.operations().values().stream()
                .flatMap(requirement -> requirement.scopes().stream())
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        scope -> content.resourceServer() + "/" + scope, Function.identity()));
        this.index = new OperationIndex(content.operations().keySet());
    }

    /**
     * Reads a policy of version 1, YAML 1.2 or JSON.
     *
     * @param fileName what messages call the file
     * @throws PolicyParseException at the first mistake, with its place and what was expected
     */
    public static AccessPolicy parse(String fileName, String yamlOrJson) throws PolicyParseException {
        return parse(fileName, yamlOrJson, (part, place) -> {});
    }

    static AccessPolicy parse(String fileName, String yamlOrJson, BiConsumer<Part, Place> places)
            throws PolicyParseException {
        return new AccessPolicy(versionOf(yamlOrJson), PolicyParser.parse(fileName, yamlOrJson, places));
    }

    /** The format's version, a hyphen and the first 12 hex digits of the text's SHA-256. */
    static String versionOf(String text) {
        return "1-" + Digest.of(text, VERSION_BYTES);
    }

    /**
     * Which policy decided: the format's version, a hyphen and the first 12 hex digits of the file's SHA-256. Where refusals
     * by hand are laid over it, {@code +} and their version follow.
     */
    public String version() {
        return version;
    }

    /** Name of the resource server; scopes in tokens stand behind it and a slash. */
    public String resourceServer() {
        return content.resourceServer();
    }

    /** A scope as tokens have it, written so or by its short name. */
    public String scopeInToken(String written) {
        return written.contains("/") ? written : content.resourceServer() + "/" + written;
    }

    /**
     * What a token has to be for (RFC 8707 section 2): one value of its claim {@code aud} is exactly this. Empty if tokens
     * need to name nothing.
     */
    public Optional<String> audience() {
        return content.audience();
    }

    /** All operations, in the order of the file. */
    public Set<Operation> operations() {
        return Collections.unmodifiableSet(content.operations().keySet());
    }

    /**
     * What an operation needs.
     *
     * @throws IllegalArgumentException if the policy has no such operation
     */
    public Requirement requirement(Operation operation) {
        Requirement requirement = content.operations().get(operation);
        if (requirement == null) {
            throw new IllegalArgumentException("the policy has no operation " + operation);
        }
        return requirement;
    }

    /** All plans by name, in the order of the file. */
    public Map<String, Plan> plans() {
        return Collections.unmodifiableMap(content.plans());
    }

    /** The clients that the file names, in the order of the file. */
    public Set<String> clientIds() {
        return Collections.unmodifiableSet(content.clients().keySet());
    }

    /** What the file says about each client that it names, in the order of the file. */
    public Map<String, ClientRule> clients() {
        return Collections.unmodifiableMap(content.clients());
    }

    /** The plan of clients that neither the file nor the table knows; empty if they are refused. */
    public Optional<Plan> unknownClient() {
        return content.unknownClient();
    }

    /** Refusals by hand, in the order of the file; those that are over too. */
    public List<BreakGlass> breakGlass() {
        return Collections.unmodifiableList(content.breakGlass());
    }

    /**
     * This policy with further refusals by hand before its own; its version tells. Those that are over do not count, and
     * without any in force it is this policy itself. Refuses more and never less.
     */
    public AccessPolicy withBreakGlass(BreakGlassList overlay, Instant now) {
        List<BreakGlass> refused = new ArrayList<>(overlay.inForceAt(now));
        if (refused.isEmpty()) {
            return this;
        }
        refused.addAll(content.breakGlass());
        return new AccessPolicy(version + "+" + overlay.version(), content.withBreakGlass(refused));
    }

    /** Whether both say the same, however they are written and ordered. */
    public boolean saysTheSameAs(AccessPolicy other) {
        return content.equals(other.content);
    }

    /**
     * The operation that a request asks for. A literal segment wins over a template, from the left. Methods are
     * case-sensitive (RFC 9110 section 9.1); an empty segment or a trailing slash makes another path.
     *
     * @param path below the API's base path, as the client sent it, without query
     */
    public Optional<Operation> operationOf(String method, String path) {
        return index.find(method, path);
    }

    /** What the caller may do at a time. */
    public Access evaluate(Caller caller, Instant now) {
        return evaluate(new Question(caller, content.operations(), now));
    }

    /**
     * What the caller may do at a time, with a verdict for one operation alone.
     *
     * @throws IllegalArgumentException if the policy has no such operation
     */
    public Access evaluate(Caller caller, Operation operation, Instant now) {
        return evaluate(new Question(caller, Map.of(operation, requirement(operation)), now));
    }

    private record Question(Caller caller, Map<Operation, Requirement> operations, Instant now) {}

    private Access evaluate(Question question) {
        Caller caller = question.caller();
        if (content.audience().isPresent()
                && !caller.audiences().contains(content.audience().get())) {
            return new Access.WrongAudience(content.audience().get());
        }
        Set<String> inToken = shortScopes(caller.tokenScopes());
        ClientRule rule = content.clients().get(caller.clientId());
        if (rule != null) {
            return granted(question, rule.plan(), PlanSource.POLICY, rule.bounded(inToken, caller.groups()), inToken);
        }
        if (caller.tablePlan().isPresent()) {
            String name = caller.tablePlan().get();
            Plan plan = content.plans().get(name);
            return plan == null
                    ? new Access.UnknownPlan(caller.clientId(), name)
                    : granted(question, plan, PlanSource.TABLE, inToken, inToken);
        }
        return content.unknownClient()
                .<Access>map(plan -> granted(question, plan, PlanSource.UNKNOWN_CLIENT, inToken, inToken))
                .orElseGet(() -> new Access.UnknownClient(caller.clientId()));
    }

    private Access granted(
            Question question, Plan plan, PlanSource source, Set<String> effective, Set<String> inToken) {
        Map<Operation, Verdict> verdicts = new LinkedHashMap<>();
        question.operations().forEach((operation, requirement) -> {
            Optional<Verdict.BrokenGlass> broken =
                    BreakGlass.inForce(content.breakGlass(), question.caller().clientId(), operation, question.now());
            verdicts.put(operation, broken.isPresent() ? broken.get() : requirement.verdict(effective, inToken));
        });
        return new Access.Granted(plan, source, effective, verdicts);
    }

    /** Scopes of this API that the policy knows, without the resource server's name. */
    private Set<String> shortScopes(Set<String> tokenScopes) {
        Set<String> names = new HashSet<>();
        for (String scope : tokenScopes) {
            String name = scopes.get(scope);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }
}
