package weather.kwangle.policy.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Verdict;
import weather.kwangle.policy.arbitrary.Policies;
import weather.kwangle.policy.claims.ClaimSet;

/** The difference that is worked out is the one that is found by asking both policies about every token there can be. */
class PolicyDiffPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<String> PLANS = List.of("p1", "p2", "p3");

    /** A client, and what the table says of it. */
    private record Client(String id, Optional<String> tablePlan) {}

    @Property(seed = "20261126", tries = 100)
    void gains_and_losses_are_those_of_brute_force(
            @ForAll("policies") AccessPolicy before, @ForAll("policies") AccessPolicy after) {
        PolicyDiff diff = PolicyDiff.between(before, after, NOW);

        List<ClaimSet> claimSets = everyClaimSet(before, after);
        for (Client client : clients()) {
            Map<String, Set<ClaimSet>> old = letIn(before, client, claimSets);
            Map<String, Set<ClaimSet>> now = letIn(after, client, claimSets);
            for (String request : Policies.REQUESTS) {
                Optional<AccessChange> change = find(diff, client, request, before, after);
                assertThat(change.map(AccessChange::gains).orElse(new TreeSet<>()))
                        .as("gains of %s for %s", client, request)
                        .containsExactlyInAnyOrderElementsOf(minimal(difference(now.get(request), old.get(request))));
                assertThat(change.map(AccessChange::losses).orElse(new TreeSet<>()))
                        .as("losses of %s for %s", client, request)
                        .containsExactlyInAnyOrderElementsOf(minimal(difference(old.get(request), now.get(request))));
            }
        }
    }

    @Property(seed = "20261126", tries = 100)
    void a_policy_does_not_differ_from_itself(@ForAll("policies") AccessPolicy policy) {
        assertThat(PolicyDiff.between(policy, policy, NOW).isEmpty()).isTrue();
    }

    @Property(seed = "20261126", tries = 100)
    void what_one_direction_gains_the_other_loses(
            @ForAll("policies") AccessPolicy before, @ForAll("policies") AccessPolicy after) {
        PolicyDiff there = PolicyDiff.between(before, after, NOW);
        PolicyDiff back = PolicyDiff.between(after, before, NOW);

        Function<RequestClass, List<Object>> asIs = request -> List.of(request.before(), request.after());
        Function<RequestClass, List<Object>> turned = request -> List.of(request.after(), request.before());
        assertThat(triples(there, asIs, AccessChange::gains)).isEqualTo(triples(back, turned, AccessChange::losses));
        assertThat(triples(there, asIs, AccessChange::losses)).isEqualTo(triples(back, turned, AccessChange::gains));
    }

    @Provide
    Arbitrary<AccessPolicy> policies() {
        return Policies.any();
    }

    private static List<Client> clients() {
        List<Client> clients = new ArrayList<>();
        for (String id : List.of("c1", "c2", "stranger")) {
            clients.add(new Client(id, Optional.empty()));
            PLANS.forEach(plan -> clients.add(new Client(id, Optional.of(plan))));
        }
        return clients;
    }

    /** The claims with which the client may ask each of the requests. */
    private static Map<String, Set<ClaimSet>> letIn(AccessPolicy policy, Client client, List<ClaimSet> claimSets) {
        Map<String, Set<ClaimSet>> letIn = new HashMap<>();
        Policies.REQUESTS.forEach(request -> letIn.put(request, new HashSet<>()));
        for (ClaimSet claims : claimSets) {
            Caller caller =
                    new Caller(client.id, claims.scopes(), claims.groups(), claims.audiences(), client.tablePlan);
            if (policy.evaluate(caller, NOW) instanceof Access.Granted granted) {
                letIn.forEach((request, with) -> operation(policy, request)
                        .filter(operation -> granted.verdict(operation) instanceof Verdict.Allowed)
                        .ifPresent(_ -> with.add(claims)));
            }
        }
        return letIn;
    }

    private static Optional<Operation> operation(AccessPolicy policy, String request) {
        String[] parts = request.split(" ");
        return policy.operationOf(parts[0], parts[1]);
    }

    private static Optional<AccessChange> find(
            PolicyDiff diff, Client client, String request, AccessPolicy before, AccessPolicy after) {
        boolean isInOld = before.clients().containsKey(client.id);
        boolean isInNew = after.clients().containsKey(client.id);
        Optional<String> plan = client.tablePlan.map(
                name -> before.plans().containsKey(name) || after.plans().containsKey(name) ? name : "?");
        Subject subject = new Subject(
                isInOld || isInNew ? Optional.of(client.id) : Optional.empty(),
                isInOld && isInNew ? Optional.empty() : plan);
        return diff.access().stream()
                .filter(change -> change.subjects().contains(subject))
                .filter(change -> change.request().before().equals(operation(before, request)))
                .filter(change -> change.request().after().equals(operation(after, request)))
                .findFirst();
    }

    private static Set<ClaimSet> difference(Set<ClaimSet> one, Set<ClaimSet> other) {
        Set<ClaimSet> difference = new HashSet<>(one);
        difference.removeAll(other);
        return difference;
    }

    private static Set<ClaimSet> minimal(Set<ClaimSet> sets) {
        return sets.stream()
                .filter(set -> sets.stream().noneMatch(other -> !other.equals(set) && set.contains(other)))
                .collect(Collectors.toSet());
    }

    /** Of the scopes and audiences that the two policies can speak of, and groups. */
    private static List<ClaimSet> everyClaimSet(AccessPolicy before, AccessPolicy after) {
        List<String> scopes = Stream.of(before, after)
                .map(AccessPolicy::resourceServer)
                .distinct()
                .flatMap(server -> Policies.SCOPES.stream().map(scope -> server + "/" + scope))
                .toList();
        List<String> audiences = Stream.of(before, after)
                .flatMap(policy -> policy.audience().stream())
                .distinct()
                .toList();
        return subsets(scopes).stream()
                .flatMap(some -> subsets(Policies.GROUPS).stream()
                        .flatMap(groups -> subsets(audiences).stream().map(aud -> new ClaimSet(some, groups, aud))))
                .toList();
    }

    /** Triples of requests, who asks and with what, of which one policy is the first and the other the second. */
    private static Set<Object> triples(
            PolicyDiff diff,
            Function<RequestClass, List<Object>> requests,
            Function<AccessChange, SortedSet<ClaimSet>> direction) {
        return diff.access().stream()
                .flatMap(change -> change.subjects().stream()
                        .flatMap(subject -> direction.apply(change).stream()
                                .map(claims -> List.of(requests.apply(change.request()), subject, claims))))
                .collect(Collectors.toSet());
    }

    private static List<Set<String>> subsets(List<String> of) {
        List<Set<String>> subsets = new ArrayList<>();
        for (int bits = 0; bits < 1 << of.size(); bits++) {
            Set<String> subset = new HashSet<>();
            for (int i = 0; i < of.size(); i++) {
                if ((bits & 1 << i) != 0) {
                    subset.add(of.get(i));
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }
}
