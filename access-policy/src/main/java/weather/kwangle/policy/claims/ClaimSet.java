package weather.kwangle.policy.claims;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Scopes and groups of a token. Access is monotone in them: who is let in with some is let in with more.
 *
 * @param scopes scopes, with or without the resource server's name as the user of the class has it
 * @param groups the user's groups
 */
public record ClaimSet(Set<String> scopes, Set<String> groups) implements Comparable<ClaimSet> {
    private static final Comparator<ClaimSet> SMALLEST_FIRST = Comparator.comparingInt(
                    (ClaimSet claims) -> claims.scopes.size() + claims.groups.size())
            .thenComparing(claims -> new TreeSet<>(claims.scopes).toString())
            .thenComparing(claims -> new TreeSet<>(claims.groups).toString());

    public ClaimSet {
        scopes = Set.copyOf(scopes);
        groups = Set.copyOf(groups);
    }

    /** Whether it has everything that the other has. */
    public boolean contains(ClaimSet other) {
        return scopes.containsAll(other.scopes) && groups.containsAll(other.groups);
    }

    /** What it has and the other has not. */
    public ClaimSet without(ClaimSet other) {
        Set<String> moreScopes = new TreeSet<>(scopes);
        moreScopes.removeAll(other.scopes);
        Set<String> moreGroups = new TreeSet<>(groups);
        moreGroups.removeAll(other.groups);
        return new ClaimSet(moreScopes, moreGroups);
    }

    /** The same groups with the scopes renamed. */
    public ClaimSet renamed(UnaryOperator<String> scopeName) {
        return new ClaimSet(scopes.stream().map(scopeName).collect(Collectors.toSet()), groups);
    }

    @Override
    public int compareTo(ClaimSet other) {
        return SMALLEST_FIRST.compare(this, other);
    }

    /** {@code scopes read:forecast, write:forecast and group forecasters}. */
    @Override
    public String toString() {
        String written = listed("scope", scopes);
        if (groups.isEmpty()) {
            return written;
        }
        return scopes.isEmpty() ? listed("group", groups) : written + " and " + listed("group", groups);
    }

    private static String listed(String noun, Set<String> names) {
        return names.isEmpty()
                ? "no " + noun
                : noun + (names.size() == 1 ? " " : "s ") + String.join(", ", new TreeSet<>(names));
    }
}
