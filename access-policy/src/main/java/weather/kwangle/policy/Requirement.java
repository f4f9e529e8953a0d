package weather.kwangle.policy;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** What a token needs for an operation: every scope of {@code allOf}, and one of {@code anyOf} if that has any. */
public record Requirement(Set<String> allOf, Set<String> anyOf) {
    private static final Verdict ALLOWED = new Verdict.Allowed();

    public Requirement {
        allOf = Set.copyOf(allOf);
        anyOf = Set.copyOf(anyOf);
    }

    /** Every scope that it speaks of, in alphabetical order. */
    public Set<String> scopes() {
        Set<String> scopes = new TreeSet<>(allOf);
        scopes.addAll(anyOf);
        return scopes;
    }

    Verdict verdict(Set<String> effective, Set<String> inToken) {
        boolean hasAny = anyOf.isEmpty() || !Collections.disjoint(anyOf, effective);
        if (hasAny && effective.containsAll(allOf)) {
            return ALLOWED;
        }
        if (Collections.disjoint(allOf, inToken) && Collections.disjoint(anyOf, inToken)) {
            // Most often, and so the quick way: nothing of it is there, and nothing is withheld.
            return new Verdict.MissingScope(allOf, anyOf, Set.of());
        }
        Set<String> missingAll = new HashSet<>(allOf);
        missingAll.removeAll(effective);
        Set<String> missingAny = hasAny ? Set.of() : anyOf;
        Set<String> withheld = new HashSet<>(missingAll);
        withheld.addAll(missingAny);
        withheld.retainAll(inToken);
        return new Verdict.MissingScope(missingAll, missingAny, withheld);
    }
}
