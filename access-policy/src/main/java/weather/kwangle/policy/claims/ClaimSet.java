package weather.kwangle.policy.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import weather.kwangle.policy.AccessPolicy;

/**
 * Scopes, groups and audiences of a token. Access is monotone in them: who is let in with some is let in with more.
 *
 * @param scopes scopes, with or without the resource server's name as the user of the class has it
 * @param groups the user's groups
 * @param audiences what the token is for
 */
public record ClaimSet(Set<String> scopes, Set<String> groups, Set<String> audiences) implements Comparable<ClaimSet> {
    private static final Comparator<ClaimSet> SMALLEST_FIRST = Comparator.comparingInt(
                    (ClaimSet claims) -> claims.scopes.size() + claims.groups.size() + claims.audiences.size())
            .thenComparing(claims -> new TreeSet<>(claims.scopes).toString())
            .thenComparing(claims -> new TreeSet<>(claims.groups).toString())
            .thenComparing(claims -> new TreeSet<>(claims.audiences).toString());

    public ClaimSet {
        scopes = Set.copyOf(scopes);
        groups = Set.copyOf(groups);
        audiences = Set.copyOf(audiences);
    }

    /** Without an audience. */
    ClaimSet(Set<String> scopes, Set<String> groups) {
        this(scopes, groups, Set.of());
    }

    /** Whether it has everything that the other has. */
    public boolean contains(ClaimSet other) {
        return scopes.containsAll(other.scopes)
                && groups.containsAll(other.groups)
                && audiences.containsAll(other.audiences);
    }

    /** What it has and the other has not. */
    public ClaimSet without(ClaimSet other) {
        return new ClaimSet(
                difference(scopes, other.scopes),
                difference(groups, other.groups),
                difference(audiences, other.audiences));
    }

    private static Set<String> difference(Set<String> names, Set<String> others) {
        Set<String> difference = new TreeSet<>(names);
        difference.removeAll(others);
        return difference;
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return scopes.isEmpty() && groups.isEmpty() && audiences.isEmpty();
    }

    /**
     * Claims by the policy's short names as a token has them: scopes behind the name of the resource server, and the
     * audience that the policy asks for.
     */
    public ClaimSet inTokenFor(AccessPolicy policy) {
        return new ClaimSet(
                scopes.stream()
                        .map(scope -> policy.resourceServer() + "/" + scope)
                        .collect(Collectors.toSet()),
                groups,
                policy.audience().map(Set::of).orElse(audiences));
    }

    @Override
    public int compareTo(ClaimSet other) {
        return SMALLEST_FIRST.compare(this, other);
    }

    /** {@code scopes read:forecast, write:forecast and group forecasters}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        addListed("scope", scopes, parts);
        addListed("group", groups, parts);
        addListed("audience", audiences, parts);
        return parts.isEmpty() ? "no scope" : String.join(" and ", parts);
    }

    private static void addListed(String noun, Set<String> names, List<String> parts) {
        if (!names.isEmpty()) {
            parts.add(noun + (names.size() == 1 ? " " : "s ") + String.join(", ", new TreeSet<>(names)));
        }
    }
}
