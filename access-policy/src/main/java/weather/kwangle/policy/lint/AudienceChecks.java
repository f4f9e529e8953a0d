package weather.kwangle.policy.lint;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;

/**
 * Looks at the audience. Tokens are compared with it character by character, and whoever asks for one writes it once more:
 * what URIs allow to be written in two ways (RFC 3986 section 6.2) shuts out who writes the other.
 */
final class AudienceChecks {
    private final LocatedPolicy located;

    AudienceChecks(LocatedPolicy located) {
        this.located = located;
    }

    List<Finding> findings() {
        Findings findings = new Findings(located);
        located.policy().audience().ifPresent(audience -> check(URI.create(audience), findings));
        return findings.list();
    }

    private static void check(URI audience, Findings findings) {
        if (audience.getScheme().equalsIgnoreCase("http")) {
            add(findings, audience, "is http; name the API by the https address at which it is called");
        }
        if (audience.getRawQuery() != null) {
            add(findings, audience, "has a query, which a resource should not have (RFC 8707 section 2)");
        }
        if (audience.toString().endsWith("/")) {
            add(findings, audience, "ends in a slash; a token for the same without it is refused");
        }
        if (hasUpperCase(audience.getScheme()) || (audience.getHost() != null && hasUpperCase(audience.getHost()))) {
            add(findings, audience, "has upper case in scheme or host; a token for the same in lower case is refused");
        }
    }

    private static boolean hasUpperCase(String text) {
        return !text.equals(text.toLowerCase(Locale.ROOT));
    }

    private static void add(Findings findings, URI audience, String what) {
        findings.add(LintRule.DOUBTFUL_AUDIENCE, new Part.Audience(), "audience " + audience + " " + what);
    }
}
