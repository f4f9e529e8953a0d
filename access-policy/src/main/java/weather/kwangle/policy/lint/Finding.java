package weather.kwangle.policy.lint;

import java.util.Comparator;
import weather.kwangle.policy.Place;

/**
 * Something about a policy that its author should look at.
 *
 * @param message what is so and what to do, one sentence without a full stop
 */
public record Finding(LintRule rule, Place place, String message) {
    static final Comparator<Finding> BY_PLACE = Comparator.comparing((Finding finding) -> finding.place.file())
            .thenComparingInt(finding -> finding.place.line())
            .thenComparingInt(finding -> finding.place.column())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    /** {@code policy.yaml:7:3: warning: … [dead-rule]}, which editors can jump to. */
    @Override
    public String toString() {
        return "%s: %s: %s [%s]".formatted(place, rule.severity().level(), message, rule.id());
    }
}
