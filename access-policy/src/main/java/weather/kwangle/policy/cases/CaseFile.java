package weather.kwangle.policy.cases;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.PolicyValue;
import weather.kwangle.policy.VisibleText;

/** Reads tables of cases. */
public final class CaseFile {
    private static final Pattern TEXT = Pattern.compile("[^" + VisibleText.UNSEEN + "]{1,256}");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (/\\S*)");

    private final List<PolicyCase> cases;

    private CaseFile(List<PolicyCase> cases) {
        this.cases = cases;
    }

    /**
     * Reads a file.
     *
     * @param file what messages call it
     * @throws PolicyParseException at the first mistake, with its place and what was expected
     */
    public static CaseFile parse(String file, String yamlOrJson) throws PolicyParseException {
        PolicyValue root = PolicyValue.read(file, yamlOrJson);
        PolicyValue.Fields fields = root.fields("version", "aud", "cases");
        fields.get("version", "version: 1").integer(1, 1);
        Set<String> usual = audiences(fields.find("aud")).orElse(Set.of());
        List<PolicyCase> cases = new ArrayList<>();
        for (PolicyValue item : fields.get("cases", "a list of cases").items("a list of cases")) {
            cases.add(row(item, usual));
        }
        return new CaseFile(List.copyOf(cases));
    }

    List<PolicyCase> cases() {
        return cases;
    }

    /** @param usual what tokens are for whose row does not say it */
    private static PolicyCase row(PolicyValue item, Set<String> usual) throws PolicyParseException {
        PolicyValue.Fields row = item.fields(
                "name", "client", "table", "scopes", "groups", "aud", "at", "plan", "allow", "deny", "reason");
        Optional<PolicyValue> at = row.find("at");
        List<PolicyCase.Request> allow = requests(row.find("allow"));
        List<PolicyCase.Request> deny = requests(row.find("deny"));
        if (allow.isEmpty() && deny.isEmpty()) {
            throw item.wrong(
                    "the case expects nothing", "allow or deny with at least one request, such as GET /forecast");
        }
        return new PolicyCase(
                row.get("name", "what the case shows").text(TEXT, "1 to 256 characters: what the case shows"),
                item.place(),
                row.get("client", "the id of the client that asks").text(TEXT, "the id of the client that asks"),
                text(row.find("table"), "the plan that the table gives the client"),
                names(row.find("scopes"), "scopes of the token, such as [read:forecast]"),
                names(row.find("groups"), "groups of the token, such as [forecasters]"),
                audiences(row.find("aud")).orElse(usual),
                at.isPresent() ? Optional.of(at.get().time()) : Optional.empty(),
                text(row.find("plan"), "the plan that the client is to have"),
                allow,
                deny,
                text(row.find("reason"), "words that the reason is to have"));
    }

    private static Optional<String> text(Optional<PolicyValue> value, String expected) throws PolicyParseException {
        return value.isPresent() ? Optional.of(value.get().text(TEXT, expected)) : Optional.empty();
    }

    private static Set<String> names(Optional<PolicyValue> value, String expected) throws PolicyParseException {
        Set<String> names = new LinkedHashSet<>();
        if (value.isPresent()) {
            for (PolicyValue item : value.get().items("a list of " + expected)) {
                names.add(item.text(TEXT, expected));
            }
        }
        return names;
    }

    private static Optional<Set<String>> audiences(Optional<PolicyValue> value) throws PolicyParseException {
        return value.isPresent()
                ? Optional.of(value.get().textOrTexts(TEXT, "what the token is for, text or a list of texts"))
                : Optional.empty();
    }

    private static List<PolicyCase.Request> requests(Optional<PolicyValue> value) throws PolicyParseException {
        List<PolicyCase.Request> requests = new ArrayList<>();
        if (value.isPresent()) {
            for (PolicyValue item : value.get().items("a list of requests, such as [GET /forecast]")) {
                String written = item.text(REQUEST, "a method and a path, such as GET /forecast");
                int space = written.indexOf(' ');
                requests.add(new PolicyCase.Request(
                        written.substring(0, space), written.substring(space + 1), item.place()));
            }
        }
        return requests;
    }
}
