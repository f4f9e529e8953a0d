package weather.kwangle.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Version 1 of the policy's format. Everything that is not in it is refused where it stands. */
final class PolicyParser {
    private static final String DENY = "deny";
    private static final int MAX_OPERATIONS = 300;
    private static final int MAX_BURST = 1_000_000;

    /** A burst that takes longer to refill is a day limit in disguise. */
    private static final Duration MAX_REFILL = Duration.ofDays(1);

    /** RateLimit fields carry at most fifteen digits (RFC 9651 section 3.3.1). */
    private static final long MAX_PERMITS = 999_999_999_999_999L;

    private static final Pattern RESOURCE_SERVER = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}");

    /** The characters of RFC 3986, without those of a fragment and of an address in brackets. */
    private static final Pattern AUDIENCE =
            Pattern.compile("(?=.{1,256}$)[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+");

    private static final Pattern PLAN_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern RATE = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?)/s");
    private static final Pattern SCOPE = Pattern.compile("[a-z][a-z0-9-]{0,31}:[a-z][a-z0-9-]{0,31}");

    /** As Cognito has them (API reference, CreateGroup). */
    private static final Pattern GROUP = Pattern.compile("[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,128}");

    private static final Pattern SENTENCE = Pattern.compile("(?=.*\\S)[^" + VisibleText.UNSEEN + "]{1,256}");
    private static final Pattern ANYTHING = Pattern.compile("(?s).*");

    private final Map<Operation, Requirement> operations = new LinkedHashMap<>();
    private final Map<String, Plan> plans = new LinkedHashMap<>();

    private final BiConsumer<Part, Place> places;

    private PolicyParser(BiConsumer<Part, Place> places) {
        this.places = places;
    }

    /** The content of a policy, before it gets its version. */
    record Content(
            String resourceServer,
            Optional<String> audience,
            Map<Operation, Requirement> operations,
            Map<String, Plan> plans,
            Map<String, ClientRule> clients,
            Optional<Plan> unknownClient,
            List<BreakGlass> breakGlass) {

        Content withBreakGlass(List<BreakGlass> others) {
            return new Content(resourceServer, audience, operations, plans, clients, unknownClient, others);
        }
    }

    /** @param places told where each part of the policy stands */
    static Content parse(String file, String text, BiConsumer<Part, Place> places) throws PolicyParseException {
        return new PolicyParser(places).policy(PolicyValue.read(file, text));
    }

    /** Refusals by hand without a policy around them, so that nobody knows which operations there are. */
    static List<BreakGlass> parseBreakGlass(String file, String text) throws PolicyParseException {
        PolicyValue.Fields fields =
                PolicyText.read(file, "break-glass list", text).fields("version", "breakGlass");
        fields.get("version", "version: 1").integer(1, 1);
        return new PolicyParser((_, _) -> {})
                .breakGlass(fields.get("breakGlass", "a list, [] if nothing is refused"), _ -> true);
    }

    private Content policy(PolicyValue policy) throws PolicyParseException {
        PolicyValue.Fields fields = policy.fields(
                "version",
                "resourceServer",
                "audience",
                "operations",
                "plans",
                "clients",
                "unknownClient",
                "breakGlass");
        fields.get("version", "version: 1").integer(1, 1);
        String resourceServer = fields.get("resourceServer", "the name of the resource server in Cognito")
                .text(RESOURCE_SERVER, "1 to 256 printable ASCII characters without spaces, quotes and backslashes");
        operations(
                fields.get("operations", "operations and what they need, GET /forecast: { allOf: [read:forecast] }"));
        plans(fields.get("plans", "plans and their limits, trial: { rate: 5/s, burst: 10, day: 1000 }"));
        Optional<PolicyValue> audience = fields.find("audience");
        Optional<PolicyValue> clients = fields.find("clients");
        Optional<PolicyValue> unknownClient = fields.find("unknownClient");
        Optional<PolicyValue> breakGlass = fields.find("breakGlass");
        return new Content(
                resourceServer,
                audience.isPresent() ? Optional.of(audience(audience.get())) : Optional.empty(),
                operations,
                plans,
                clients.isPresent() ? clients(clients.get()) : Map.of(),
                unknownClient.isPresent() ? unknownClient(unknownClient.get()) : Optional.empty(),
                breakGlass.isPresent() ? breakGlass(breakGlass.get(), operations::containsKey) : List.of());
    }

    private String audience(PolicyValue value) throws PolicyParseException {
        String expected = "an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2),"
                + " such as https://api.kwangle.weather";
        String written = value.text(AUDIENCE, expected);
        try {
            URI uri = new URI(written);
            if (uri.getHost() == null && uri.getRawSchemeSpecificPart().startsWith("//")) {
                throw value.wrong("audience " + PolicyValue.quoted(written) + " names no host", expected);
            }
        } catch (URISyntaxException e) {
            throw value.wrong("audience is " + PolicyValue.quoted(written), expected);
        }
        places.accept(new Part.Audience(), value.place());
        return written;
    }

    private void operations(PolicyValue value) throws PolicyParseException {
        Map<String, Operation> shapes = new HashMap<>();
        List<PolicyValue.Member> members = value.members("a mapping from operations to what they need");
        if (members.isEmpty() || members.size() > MAX_OPERATIONS) {
            throw value.wrong("there are " + members.size() + " operations", "1 to " + MAX_OPERATIONS);
        }
        for (PolicyValue.Member member : members) {
            Operation operation = operation(member.key(), member.name());
            Operation twin = shapes.putIfAbsent(operation.method() + operation.shape("{}"), operation);
            if (twin != null) {
                throw member.key()
                        .wrong("'" + operation + "' matches the same paths as '" + twin + "'", "one of them only");
            }
            operations.put(operation, requirement(member.value()));
            places.accept(new Part.OperationRule(operation), member.key().place());
        }
    }

    private static Operation operation(PolicyValue where, String written) throws PolicyParseException {
        try {
            return Operation.parse(written);
        } catch (IllegalArgumentException e) {
            throw where.wrong("operation " + PolicyValue.quoted(written), Operation.EXPECTED);
        }
    }

    private static Requirement requirement(PolicyValue value) throws PolicyParseException {
        PolicyValue.Fields fields = value.fields("allOf", "anyOf");
        Optional<PolicyValue> allOf = fields.find("allOf");
        Optional<PolicyValue> anyOf = fields.find("anyOf");
        if (allOf.isEmpty() && anyOf.isEmpty()) {
            throw value.wrong("the operation needs no scope", "allOf or anyOf with at least one scope");
        }
        return new Requirement(
                allOf.isPresent() ? someScopes(allOf.get()) : Set.of(),
                anyOf.isPresent() ? someScopes(anyOf.get()) : Set.of());
    }

    private static Set<String> someScopes(PolicyValue value) throws PolicyParseException {
        Set<String> scopes = scopes(value);
        if (scopes.isEmpty()) {
            throw value.wrong("the list is empty", "at least one scope, such as read:forecast");
        }
        return scopes;
    }

    private static Set<String> scopes(PolicyValue value) throws PolicyParseException {
        Set<String> scopes = new LinkedHashSet<>();
        for (PolicyValue item : value.items("a list of scopes, such as [read:forecast]")) {
            String scope = item.text(SCOPE, "a scope of the form verb:noun, such as read:forecast");
            if (!scopes.add(scope)) {
                throw item.wrong("scope '" + scope + "' stands twice", "it once");
            }
        }
        return scopes;
    }

    private void plans(PolicyValue value) throws PolicyParseException {
        for (PolicyValue.Member member : value.members("a mapping from plan names to their limits")) {
            String name = member.name();
            if (!PLAN_NAME.matcher(name).matches() || name.equals(DENY)) {
                throw member.key()
                        .wrong(
                                "plan name " + PolicyValue.quoted(name),
                                "1 to 32 lower-case letters, digits and hyphens, not 'deny'");
            }
            plans.put(name, plan(name, member.value()));
            places.accept(new Part.PlanLimits(name), member.key().place());
        }
        if (plans.isEmpty()) {
            throw value.wrong("there is no plan", "at least one");
        }
    }

    private static Plan plan(String name, PolicyValue value) throws PolicyParseException {
        PolicyValue.Fields fields = value.fields("rate", "burst", "day", "month");
        double rate = rate(fields.get("rate", "permits per second, such as 100/s"));
        PolicyValue burst = fields.get("burst", "permits that may be taken at once, such as 200");
        long permits = burst.integer(1, MAX_BURST);
        if (permits / rate > MAX_REFILL.toSeconds()) {
            throw burst.wrong(
                    "burst " + permits + " takes longer than a day to refill at this rate",
                    "a smaller burst, or a day limit beside it");
        }
        return new Plan(name, rate, permits, permits(fields.find("day")), permits(fields.find("month")));
    }

    private static double rate(PolicyValue value) throws PolicyParseException {
        String expected = "a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s";
        String written = value.text(RATE, expected);
        double perSecond = Double.parseDouble(written.substring(0, written.length() - "/s".length()));
        if (perSecond <= 0) {
            throw value.wrong("rate is '" + written + "'", expected);
        }
        return perSecond;
    }

    private static OptionalLong permits(Optional<PolicyValue> value) throws PolicyParseException {
        return value.isPresent() ? OptionalLong.of(value.get().integer(1, MAX_PERMITS)) : OptionalLong.empty();
    }

    private Map<String, ClientRule> clients(PolicyValue value) throws PolicyParseException {
        Map<String, ClientRule> clients = new LinkedHashMap<>();
        // Most of many clients have the same: kept once, it takes a fraction of the memory and stays in the processor's
        // cache.
        Map<ClientRule, ClientRule> rules = new HashMap<>();
        for (PolicyValue.Member member : value.members("a mapping from app client ids to their rules")) {
            if (!ClientRule.CLIENT_ID.matcher(member.name()).matches()) {
                throw member.key().wrong("client id " + PolicyValue.quoted(member.name()), clientId());
            }
            PolicyValue.Fields fields = member.value().fields("plan", "scopes", "groups");
            Optional<PolicyValue> scopes = fields.find("scopes");
            Optional<PolicyValue> groups = fields.find("groups");
            ClientRule rule = new ClientRule(
                    planNamed(fields.get("plan", "the name of a plan: " + planNames()), ""),
                    scopes.isPresent() ? Optional.of(scopes(scopes.get())) : Optional.empty(),
                    groups.isPresent() ? groups(member.name(), groups.get()) : Map.of());
            clients.put(member.name(), rules.computeIfAbsent(rule, Function.identity()));
            places.accept(new Part.ClientEntry(member.name()), member.key().place());
        }
        return clients;
    }

    private static String clientId() {
        return "1 to 128 letters, digits, dots, underscores, hyphens and plus signs";
    }

    private Map<String, Set<String>> groups(String clientId, PolicyValue value) throws PolicyParseException {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        for (PolicyValue.Member member : value.members("a mapping from groups to lists of scopes")) {
            if (!GROUP.matcher(member.name()).matches()) {
                throw member.key()
                        .wrong(
                                "group " + PolicyValue.quoted(member.name()),
                                "1 to 128 letters, digits, signs and punctuation marks, as in Cognito");
            }
            groups.put(member.name(), scopes(member.value()));
            places.accept(
                    new Part.ClientGroup(clientId, member.name()), member.key().place());
        }
        return groups;
    }

    /** @param alternative what else may stand there, with its "or" */
    private Plan planNamed(PolicyValue value, String alternative) throws PolicyParseException {
        String name = value.text(ANYTHING, "the name of a plan: " + planNames());
        Plan plan = plans.get(name);
        if (plan == null) {
            throw value.wrong("there is no plan " + PolicyValue.quoted(name), alternative + "one of " + planNames());
        }
        return plan;
    }

    private String planNames() {
        return String.join(", ", plans.keySet());
    }

    private Optional<Plan> unknownClient(PolicyValue value) throws PolicyParseException {
        String name = value.text(ANYTHING, "deny, or the name of a plan: " + planNames());
        places.accept(new Part.UnknownClient(), value.place());
        return name.equals(DENY) ? Optional.empty() : Optional.of(planNamed(value, DENY + " or "));
    }

    private List<BreakGlass> breakGlass(PolicyValue value, Predicate<Operation> isKnown) throws PolicyParseException {
        List<BreakGlass> entries = new ArrayList<>();
        for (PolicyValue item : value.items("a list of { client or operation, by, why, until }")) {
            PolicyValue.Fields fields = item.fields("client", "operation", "by", "why", "until");
            places.accept(new Part.BreakGlassEntry(entries.size()), item.place());
            entries.add(new BreakGlass(
                    subject(item, fields.find("client"), fields.find("operation"), isKnown),
                    fields.get("by", "who refuses it").text(SENTENCE, "1 to 256 visible characters: who refuses it"),
                    fields.get("why", "the reason").text(SENTENCE, "1 to 256 visible characters: the reason"),
                    fields.get("until", "when it ends, such as 2026-12-01T00:00:00Z")
                            .time()));
        }
        return entries;
    }

    private BreakGlass.Subject subject(
            PolicyValue item,
            Optional<PolicyValue> client,
            Optional<PolicyValue> operation,
            Predicate<Operation> isKnown)
            throws PolicyParseException {
        if (client.isPresent() == operation.isPresent()) {
            throw item.wrong(
                    client.isPresent() ? "client and operation stand together" : "nothing is refused",
                    "client or operation, one of them");
        }
        if (client.isPresent()) {
            return new BreakGlass.Subject.Client(client.get().text(ClientRule.CLIENT_ID, clientId()));
        }
        PolicyValue written = operation.orElseThrow();
        Operation refused = operation(written, written.text(ANYTHING, Operation.EXPECTED));
        if (!isKnown.test(refused)) {
            throw written.wrong("there is no operation '" + refused + "'", "one of " + operations.keySet());
        }
        return new BreakGlass.Subject.Of(refused);
    }
}
