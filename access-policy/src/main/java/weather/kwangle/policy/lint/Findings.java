package weather.kwangle.policy.lint;

import java.util.ArrayList;
import java.util.List;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;

/** Collects what is found about the parts of one policy. */
final class Findings {
    private final LocatedPolicy policy;
    private final List<Finding> list = new ArrayList<>();

    Findings(LocatedPolicy policy) {
        this.policy = policy;
    }

    void add(LintRule rule, Part part, String message) {
        list.add(new Finding(rule, policy.placeOf(part), message));
    }

    List<Finding> list() {
        return List.copyOf(list);
    }
}
