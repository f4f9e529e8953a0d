package weather.kwangle.policy.lint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;

/** Looks at refusals by hand. */
final class BreakGlassChecks {
    /** What lasts longer is a rule, and belongs where rules are reviewed. */
    private static final Duration LASTING = Duration.ofDays(30);

    private final LocatedPolicy located;
    private final Instant now;

    BreakGlassChecks(LocatedPolicy located, Instant now) {
        this.located = located;
        this.now = now;
    }

    List<Finding> findings() {
        Findings findings = new Findings(located);
        List<BreakGlass> entries = located.policy().breakGlass();
        for (int i = 0; i < entries.size(); i++) {
            check(entries.get(i), new Part.BreakGlassEntry(i), findings);
        }
        return findings.list();
    }

    private void check(BreakGlass entry, Part part, Findings findings) {
        if (!entry.inForceAt(now)) {
            findings.add(
                    LintRule.EXPIRED_BREAK_GLASS,
                    part,
                    "the refusal of %s was over at %s; remove it".formatted(entry.name(), entry.until()));
            return;
        }
        if (entry.until().isAfter(now.plus(LASTING))) {
            findings.add(
                    LintRule.LASTING_BREAK_GLASS,
                    part,
                    "the refusal of %s lasts until %s; make it a rule".formatted(entry.name(), entry.until()));
        }
        if (entry.subject() instanceof BreakGlass.Subject.Client(String id)
                && located.policy().clients().containsKey(id)) {
            findings.add(
                    LintRule.SHADOWED_CLIENT,
                    new Part.ClientEntry(id),
                    "client %s is refused everything until %s, at %s"
                            .formatted(id, entry.until(), located.placeOf(part).fileAndLine()));
        }
    }
}
