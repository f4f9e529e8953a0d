package weather.kwangle.policy.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.Requirement;

/**
 * The smallest claims with which a client may use an operation: exactly those from which nothing can be left out.
 *
 * <p>A token is let in if and only if it has all claims of one of them. This is what makes comparing policies exact: the
 * tokens that an operation lets in are an up-set of the sets of scopes and groups, and an up-set is its minimal elements.
 * Those are found without trying subsets. The scopes are {@code allOf}, with one of {@code anyOf} where that asks for more;
 * the groups are the minimal covers of those scopes that the client's own bound does not have. Operations and clients of the
 * same rules share one answer. Not safe for use by many threads.
 */
public final class MinimalClaims {
    private static final int MOST = 10_000;

    private record Question(Requirement requirement, Optional<Set<String>> bound, Map<String, Set<String>> groups) {}

    private final Map<Question, Set<ClaimSet>> known = new HashMap<>();

    /** The smallest claims, with short names of scopes; none if no token is let in. */
    public Set<ClaimSet> of(Requirement requirement, ClientRule client) {
        return known.computeIfAbsent(
                new Question(requirement, client.scopes(), client.scopes().isEmpty() ? Map.of() : client.groups()),
                MinimalClaims::answer);
    }

    private static Set<ClaimSet> answer(Question question) {
        Set<ClaimSet> answer = new HashSet<>();
        for (Set<String> scopes : scopeSets(question.requirement)) {
            Set<String> outside = new TreeSet<>(scopes);
            question.bound.ifPresentOrElse(outside::removeAll, outside::clear);
            new Covers(question.groups, outside).all().forEach(groups -> answer.add(new ClaimSet(scopes, groups)));
        }
        return Set.copyOf(answer);
    }

    /** None contains another: they differ in one scope of {@code anyOf}. */
    private static List<Set<String>> scopeSets(Requirement requirement) {
        boolean anyIsImplied = requirement.anyOf().stream().anyMatch(requirement.allOf()::contains);
        if (requirement.anyOf().isEmpty() || anyIsImplied) {
            return List.of(requirement.allOf());
        }
        List<Set<String>> sets = new ArrayList<>();
        for (String one : requirement.anyOf()) {
            Set<String> scopes = new HashSet<>(requirement.allOf());
            scopes.add(one);
            sets.add(scopes);
        }
        return sets;
    }

    /** Sets of groups that together give some scopes, and from which no group can be left out. */
    private static final class Covers {
        private final Map<String, Set<String>> groups;
        private final Set<String> wanted;
        private final Set<Set<String>> found = new HashSet<>();
        private final Set<Set<String>> begun = new HashSet<>();

        Covers(Map<String, Set<String>> groups, Set<String> wanted) {
            this.groups = groups;
            this.wanted = wanted;
        }

        Set<Set<String>> all() {
            extend(Set.of(), wanted);
            return found;
        }

        /** Every minimal cover is reached: it has a group for whichever scope comes next. */
        private void extend(Set<String> chosen, Set<String> missing) {
            if (!begun.add(chosen)) {
                return;
            }
            if (missing.isEmpty()) {
                found.add(chosen);
            }
            if (found.size() > MOST) {
                throw new TooManyClaimSetsException(MOST);
            }
            // The scope that the fewest give leaves the fewest ways to go.
            missing.stream().min(Comparator.comparingLong(this::givers)).ifPresent(next -> {
                for (String group : groups.keySet()) {
                    if (scopes(group).contains(next)) {
                        choose(group, chosen, missing);
                    }
                }
            });
        }

        /** Goes on with one more group. One that is not needed now will not be with still more of them. */
        private void choose(String group, Set<String> chosen, Set<String> missing) {
            Set<String> more = new TreeSet<>(chosen);
            more.add(group);
            if (more.stream().allMatch(member -> isNeeded(member, more))) {
                Set<String> still = new TreeSet<>(missing);
                still.removeAll(scopes(group));
                extend(Set.copyOf(more), still);
            }
        }

        private long givers(String scope) {
            return groups.values().stream()
                    .filter(scopes -> scopes.contains(scope))
                    .count();
        }

        private Set<String> scopes(String group) {
            return groups.getOrDefault(group, Set.of());
        }

        /** Whether it gives a scope that none of the others does. */
        private boolean isNeeded(String group, Set<String> chosen) {
            Set<String> its = new HashSet<>(wanted);
            its.retainAll(scopes(group));
            for (String other : chosen) {
                if (!other.equals(group)) {
                    its.removeAll(scopes(other));
                }
            }
            return !its.isEmpty();
        }
    }
}
