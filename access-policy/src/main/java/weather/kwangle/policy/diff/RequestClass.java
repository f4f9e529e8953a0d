package weather.kwangle.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Operation;

/**
 * Requests that each of two policies reads as one operation of its own. A new {@code GET /alerts/latest} takes requests from
 * {@code GET /alerts/{id}}: those are a class of their own.
 *
 * @param before the operation of the old policy, if it has one for them
 * @param after the operation of the new policy, if it has one for them
 * @param example such a request, method and path
 */
public record RequestClass(Optional<Operation> before, Optional<Operation> after, String example) {

    private record Pair(Optional<Operation> before, Optional<Operation> after) {}

    /**
     * All classes of which at least one policy has an operation.
     *
     * <p>The requests of a class have a most general one, whose variable segments are a word that no operation holds: every
     * pattern that matches it matches all of them. So if two operations meet at all, they meet in what both have in common.
     */
    static List<RequestClass> between(AccessPolicy before, AccessPolicy after) {
        Set<Operation> operations = new LinkedHashSet<>(before.operations());
        operations.addAll(after.operations());
        String word = unusedWord(operations);
        Map<Pair, RequestClass> classes = new LinkedHashMap<>();
        for (Operation operation : operations) {
            for (String path : paths(operation, operations, word)) {
                Pair pair = new Pair(
                        before.operationOf(operation.method(), path), after.operationOf(operation.method(), path));
                classes.putIfAbsent(pair, new RequestClass(pair.before, pair.after, operation.method() + " " + path));
            }
        }
        return List.copyOf(classes.values());
    }

    /** How a person calls it. */
    String describe() {
        if (before.equals(after)) {
            return before.orElseThrow().toString();
        }
        return before.map(Operation::toString).orElse("no operation") + " -> "
                + after.map(Operation::toString).orElse("no operation");
    }

    private static Set<String> paths(Operation operation, Collection<Operation> operations, String word) {
        Set<String> paths = new HashSet<>();
        paths.add(operation.shape(word));
        for (Operation other : operations) {
            if (other.method().equals(operation.method())) {
                common(operation.shape("{}"), other.shape("{}")).ifPresent(path -> paths.add(path.replace("{}", word)));
            }
        }
        return paths;
    }

    /** The most general path that fits both. */
    private static Optional<String> common(String one, String other) {
        String[] left = one.split("/", -1);
        String[] right = other.split("/", -1);
        if (left.length != right.length) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            boolean anything = left[i].equals("{}") && !right[i].isEmpty();
            if (!anything && !left[i].equals(right[i]) && !(right[i].equals("{}") && !left[i].isEmpty())) {
                return Optional.empty();
            }
            segments.add(anything ? right[i] : left[i]);
        }
        return Optional.of(String.join("/", segments));
    }

    private static String unusedWord(Collection<Operation> operations) {
        Set<String> used = new HashSet<>();
        operations.forEach(operation -> used.addAll(List.of(operation.resource().split("/", -1))));
        String word = "any";
        while (used.contains(word)) {
            word += "-";
        }
        return word;
    }
}
