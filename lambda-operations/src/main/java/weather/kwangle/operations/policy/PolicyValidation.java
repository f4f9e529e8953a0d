package weather.kwangle.operations.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.BreakGlassList;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.PolicyValue;
import weather.kwangle.policy.Utf8Text;
import weather.kwangle.policy.compile.CompiledPolicy;
import weather.kwangle.policy.lint.ContractException;
import weather.kwangle.policy.lint.Finding;
import weather.kwangle.policy.lint.Linter;
import weather.kwangle.policy.lint.Severity;

/**
 * Whether the authorizer could work with a document: an access policy, or a list of what is refused by hand. Which of them a
 * profile takes, its JSON Schema says; here each is read for what it is.
 *
 * <p>A policy is not compared with the API's contract. That is the pipeline's part, before the policy is rolled out; here it
 * would keep a good old policy from coming back to an API that has since grown.
 */
final class PolicyValidation {
    /** A hundred entries of the longest kind. */
    static final int MAX_BREAK_GLASS_BYTES = 100_000;

    /** What lasts longer is a rule: the same time that the lint allows in a policy. */
    static final Duration LONGEST_BREAK_GLASS = Duration.ofDays(30);

    private PolicyValidation() {}

    static Judgement judge(byte[] content, Instant now) {
        if (content.length > CompiledPolicy.MAX_BYTES) {
            return tooLarge("the document", content.length, CompiledPolicy.MAX_BYTES);
        }
        try {
            String text = Utf8Text.of("document", content);
            return isPolicy(text) ? policy(text, now) : breakGlass(text, content.length, now);
        } catch (PolicyParseException e) {
            return new Judgement.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isPolicy(String text) throws PolicyParseException {
        return PolicyValue.read("document", text).members("an access policy, or a list under breakGlass").stream()
                .anyMatch(member -> member.name().equals("operations"));
    }

    private static Judgement policy(String text, Instant now) throws PolicyParseException {
        LocatedPolicy policy = LocatedPolicy.parse("access-policy", text);
        try {
            return judge(policy.policy().version(), Linter.lint(policy, Optional.empty(), now));
        } catch (ContractException e) {
            throw new IllegalStateException("no contract is compared", e);
        }
    }

    /** Errors refuse; the rest is for whoever reads the log. */
    static Judgement judge(String version, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.rule().severity() == Severity.ERROR)
                .findFirst()
                .<Judgement>map(error -> new Judgement.Refused(error.toString()))
                .orElseGet(() -> new Judgement.Accepted(
                        version, findings.stream().map(Finding::toString).toList()));
    }

    private static Judgement breakGlass(String text, int bytes, Instant now) throws PolicyParseException {
        BreakGlassList list = BreakGlassList.parse("break-glass", text);
        if (bytes > MAX_BREAK_GLASS_BYTES) {
            return tooLarge("the list of what is refused by hand", bytes, MAX_BREAK_GLASS_BYTES);
        }
        Instant latest = now.plus(LONGEST_BREAK_GLASS);
        for (BreakGlass entry : list.entries()) {
            if (!entry.inForceAt(now) || entry.until().isAfter(latest)) {
                return new Judgement.Refused(
                        "break-glass: %s is refused until %s, expected a time from now to %s, %d days ahead"
                                .formatted(entry.name(), entry.until(), latest, LONGEST_BREAK_GLASS.toDays()));
            }
        }
        return new Judgement.Accepted(list.version(), List.of());
    }

    private static Judgement tooLarge(String what, int bytes, int most) {
        return new Judgement.Refused("%s has %d bytes, expected at most %d".formatted(what, bytes, most));
    }
}
