package weather.kwangle.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
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

    private static String versionOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "1-" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Which policy decided: the format's version, a hyphen and the first 12 hex digits of the file's SHA-256. */
    public String version() {
        return version;
    }

    /** Name of the resource server; scopes in tokens stand behind it and a slash. */
    public String resourceServer() {
        return content.resourceServer();
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
        Set<String> inToken = shortScopes(caller.tokenScopes());
        ClientRule rule = content.clients().get(caller.clientId());
        if (rule != null) {
            return granted(
                    caller, rule.plan(), PlanSource.POLICY, rule.bounded(inToken, caller.groups()), inToken, now);
        }
        if (caller.tablePlan().isPresent()) {
            String name = caller.tablePlan().get();
            Plan plan = content.plans().get(name);
            return plan == null
                    ? new Access.UnknownPlan(caller.clientId(), name)
                    : granted(caller, plan, PlanSource.TABLE, inToken, inToken, now);
        }
        return content.unknownClient()
                .<Access>map(plan -> granted(caller, plan, PlanSource.UNKNOWN_CLIENT, inToken, inToken, now))
                .orElseGet(() -> new Access.UnknownClient(caller.clientId()));
    }

    private Access granted(
            Caller caller, Plan plan, PlanSource source, Set<String> effective, Set<String> inToken, Instant now) {
        Map<Operation, Verdict> verdicts = new LinkedHashMap<>();
        content.operations().forEach((operation, requirement) -> {
            Optional<Verdict.BrokenGlass> broken =
                    BreakGlass.inForce(content.breakGlass(), caller.clientId(), operation, now);
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
