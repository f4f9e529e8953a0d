package weather.kwangle.policy.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.Requirement;

class MinimalClaimsTest {
    private static final Plan PLAN = new Plan("trial", 1, 1, OptionalLong.empty(), OptionalLong.empty());
    private static final Requirement BOTH = new Requirement(Set.of("a:x", "b:x"), Set.of());

    @Test
    void without_a_bound_the_scopes_are_enough() {
        assertThat(of(new Requirement(Set.of("a:x"), Set.of("b:x", "c:x")), ClientRule.withoutBound(PLAN)))
                .containsExactlyInAnyOrder(
                        new ClaimSet(Set.of("a:x", "b:x"), Set.of()), new ClaimSet(Set.of("a:x", "c:x"), Set.of()));
    }

    @Test
    void one_of_several_asks_for_nothing_more_if_all_of_them_has_it() {
        assertThat(of(new Requirement(Set.of("a:x"), Set.of("a:x", "c:x")), ClientRule.withoutBound(PLAN)))
                .containsExactly(new ClaimSet(Set.of("a:x"), Set.of()));
    }

    @Test
    void groups_stand_in_for_what_the_bound_lacks_as_few_as_it_takes() {
        ClientRule rule = new ClientRule(
                PLAN,
                Optional.of(Set.of("c:x")),
                Map.of("ab", Set.of("a:x", "b:x"), "a", Set.of("a:x"), "b", Set.of("b:x"), "c", Set.of("c:x")));

        assertThat(of(BOTH, rule))
                .containsExactlyInAnyOrder(
                        new ClaimSet(BOTH.allOf(), Set.of("ab")), new ClaimSet(BOTH.allOf(), Set.of("a", "b")));
    }

    @Test
    void a_bound_that_no_group_widens_enough_lets_nobody_in() {
        assertThat(of(BOTH, new ClientRule(PLAN, Optional.of(Set.of("a:x")), Map.of("c", Set.of("c:x")))))
                .isEmpty();
    }

    @Test
    void what_nobody_would_read_is_refused() {
        Map<String, Set<String>> groups = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            groups.put("a" + i, Set.of("a:x"));
            groups.put("b" + i, Set.of("b:x"));
        }

        assertThatThrownBy(() -> of(BOTH, new ClientRule(PLAN, Optional.of(Set.of()), groups)))
                .isInstanceOf(TooManyClaimSetsException.class)
                .hasMessage("a client's groups give a scope in more than 10000 combinations that matter; "
                        + "give the scope through fewer groups");
    }

    /** The last of them makes all others needless: trying them out first would take for ever. */
    @Test
    @Timeout(10)
    void of_groups_that_each_hold_the_one_before_the_last_is_found_at_once() {
        Set<String> scopes = new TreeSet<>();
        Map<String, Set<String>> groups = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            scopes.add("a:x" + i);
            groups.put("g" + i, Set.copyOf(scopes));
        }

        assertThat(of(
                        new Requirement(scopes, Set.of()),
                        new ClientRule(PLAN, Optional.of(Set.of("a:x" + 0, "a:x" + 1)), groups)))
                .containsExactly(new ClaimSet(scopes, Set.of("g59")));
    }

    /** Forty scopes come from two small groups each: all ways to choose among those lead nowhere. */
    @Test
    @Timeout(10)
    void what_only_groups_that_have_everything_give_is_asked_for_first() {
        Set<String> scopes = new TreeSet<>(Set.of("z:x"));
        Map<String, Set<String>> groups = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            scopes.add("a:x" + i);
            groups.put("one" + i, Set.of("a:x" + i));
            groups.put("other" + i, Set.of("a:x" + i));
        }
        groups.put("all", scopes);
        groups.put("everything", scopes);

        assertThat(of(new Requirement(scopes, Set.of()), new ClientRule(PLAN, Optional.of(Set.of()), groups)))
                .containsExactlyInAnyOrder(
                        new ClaimSet(scopes, Set.of("all")), new ClaimSet(scopes, Set.of("everything")));
    }

    @Test
    void claims_are_told_in_words() {
        assertThat(new ClaimSet(Set.of("b", "a"), Set.of("g"))).hasToString("scopes a, b and group g");
        assertThat(new ClaimSet(Set.of(), Set.of("h", "g"))).hasToString("groups g, h");
        assertThat(new ClaimSet(Set.of("a"), Set.of("g"), Set.of("https://a")))
                .hasToString("scope a and group g and audience https://a");
        assertThat(new ClaimSet(Set.of(), Set.of())).hasToString("no scope");
    }

    @Test
    void the_smallest_claims_come_first_and_then_by_name() {
        ClaimSet a = new ClaimSet(Set.of("a"), Set.of());
        ClaimSet b = new ClaimSet(Set.of("b"), Set.of());
        ClaimSet ofGroupG = new ClaimSet(Set.of("a"), Set.of("g"));
        ClaimSet ofGroupH = new ClaimSet(Set.of("a"), Set.of("h"));
        ClaimSet forX = new ClaimSet(Set.of("a"), Set.of("h"), Set.of("x"));
        ClaimSet forY = new ClaimSet(Set.of("a"), Set.of("h"), Set.of("y"));

        assertThat(new TreeSet<>(List.of(forY, forX, ofGroupH, ofGroupG, b, a)))
                .containsExactly(a, b, ofGroupG, ofGroupH, forX, forY);
    }

    @Test
    void claims_contain_others_by_scopes_groups_and_audiences() {
        ClaimSet all = new ClaimSet(Set.of("a", "b"), Set.of("g"), Set.of("x"));

        assertThat(all.contains(new ClaimSet(Set.of("a"), Set.of(), Set.of()))).isTrue();
        assertThat(all.contains(new ClaimSet(Set.of("c"), Set.of(), Set.of()))).isFalse();
        assertThat(all.contains(new ClaimSet(Set.of("a"), Set.of("h"), Set.of())))
                .isFalse();
        assertThat(all.contains(new ClaimSet(Set.of("a"), Set.of(), Set.of("y"))))
                .isFalse();
        assertThat(all.without(new ClaimSet(Set.of("a"), Set.of("h"), Set.of("x"))))
                .isEqualTo(new ClaimSet(Set.of("b"), Set.of("g"), Set.of()));
        assertThat(new ClaimSet(Set.of(), Set.of(), Set.of("x")).isEmpty()).isFalse();
        assertThat(new ClaimSet(Set.of(), Set.of("g"), Set.of()).isEmpty()).isFalse();
        assertThat(new ClaimSet(Set.of("a"), Set.of(), Set.of()).isEmpty()).isFalse();
        assertThat(all.without(all).isEmpty()).isTrue();
    }

    private static Set<ClaimSet> of(Requirement requirement, ClientRule rule) {
        return new MinimalClaims().of(requirement, rule);
    }
}
