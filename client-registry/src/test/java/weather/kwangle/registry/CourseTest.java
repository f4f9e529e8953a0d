package weather.kwangle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.RegistryEntry;

class CourseTest {
    private static final Set<String> PLANS = Set.of("trial", "partner", "internal");
    private static final RegistryEntry TRIAL = RegistryEntry.active("trial");
    private static final RegistryEntry SUSPENDED = TRIAL.suspended("ana", "leaked secret", Optional.empty());

    @Test
    void a_new_client_gets_its_key_and_its_usage_plan_before_the_table_lets_it_in() {
        var nothing = new Observed(RegistryEntry.NOTHING, Optional.of(new KeyState(false, Set.of(), PLANS)));

        assertThat(Course.of(new Wish.Add("newcomer", "trial"), nothing))
                .isEqualTo(new Course.Go(List.of(
                        new Step.CreateKey("newcomer"),
                        new Step.JoinUsagePlan("newcomer", "trial"),
                        new Step.WriteEntry("newcomer", RegistryEntry.NOTHING, TRIAL))));
    }

    @Test
    void a_key_leaves_its_usage_plan_before_it_goes_into_another() {
        var trial = new Observed(TRIAL, Optional.of(new KeyState(true, Set.of("trial"), PLANS)));

        assertThat(Course.of(new Wish.ChangePlan("client", "partner"), trial))
                .isEqualTo(new Course.Go(List.of(
                        new Step.LeaveUsagePlan("client", "trial"),
                        new Step.JoinUsagePlan("client", "partner"),
                        new Step.WriteEntry("client", TRIAL, RegistryEntry.active("partner")))));
    }

    @Test
    void where_there_is_no_api_gateway_the_table_is_all() {
        assertThat(Course.of(new Wish.ChangePlan("client", "partner"), inTable(TRIAL)))
                .isEqualTo(
                        new Course.Go(List.of(new Step.WriteEntry("client", TRIAL, RegistryEntry.active("partner")))));
    }

    @Test
    void a_client_with_another_plan_is_not_added_again() {
        assertThat(Course.of(new Wish.Add("client", "partner"), inTable(TRIAL)))
                .isEqualTo(
                        new Course.Refused(
                                "client is a client already, with plan trial; to give it plan partner, use: client plan client partner"));
    }

    @Test
    void who_is_no_client_has_no_plan_to_change() {
        assertThat(Course.of(new Wish.ChangePlan("nobody", "partner"), inTable(RegistryEntry.NOTHING)))
                .isInstanceOf(Course.Refused.class);
    }

    @Test
    void a_plan_without_a_usage_plan_is_refused_before_anything_is_done() {
        var observed = new Observed(TRIAL, Optional.of(new KeyState(true, Set.of("trial"), Set.of("trial"))));

        assertThat(Course.of(new Wish.ChangePlan("client", "partner"), observed))
                .isEqualTo(
                        new Course.Refused(
                                "plan partner has no usage plan at API Gateway, which has those of trial; deploy the stacks first"));
    }

    @Test
    void a_suspension_loses_no_plan_and_a_plan_ends_no_suspension() {
        assertThat(written(new Wish.Suspend("client", "ana", "leaked secret", Optional.empty()), TRIAL))
                .isEqualTo(SUSPENDED);
        assertThat(written(new Wish.ChangePlan("client", "partner"), SUSPENDED))
                .isEqualTo(SUSPENDED.withPlan("partner"));
    }

    @Test
    void what_a_suspension_replaces_is_said() {
        var again = new Step.WriteEntry("client", SUSPENDED, SUSPENDED.suspended("ben", "attack", Optional.empty()));

        assertThat(again.sentence())
                .isEqualTo("write to the table that client is suspended by ben (attack),"
                        + " instead of: suspended by ana (leaked secret)");
    }

    @Property
    void a_wish_that_came_true_leaves_nothing_to_do(@ForAll("wishes") Wish wish, @ForAll("observed") Observed before) {
        if (Course.of(wish, before) instanceof Course.Go go) {
            assertThat(Course.of(wish, after(before, go.steps()))).isEqualTo(new Course.Go(List.of()));
        }
    }

    @Property
    void who_stops_half_way_goes_on_to_the_same_end(
            @ForAll("wishes") Wish wish, @ForAll("observed") Observed before, @ForAll int stop) {
        if (Course.of(wish, before) instanceof Course.Go(List<Step> steps)) {
            Observed half = after(before, steps.subList(0, Math.floorMod(stop, steps.size() + 1)));

            assertThat(Course.of(wish, half))
                    .isInstanceOfSatisfying(
                            Course.Go.class,
                            rest -> assertThat(after(half, rest.steps())).isEqualTo(after(before, steps)));
        }
    }

    @Property
    void nothing_but_the_last_step_changes_whom_the_table_lets_in(
            @ForAll("wishes") Wish wish, @ForAll("observed") Observed before) {
        if (Course.of(wish, before) instanceof Course.Go(List<Step> steps) && !steps.isEmpty()) {
            assertThat(after(before, steps.subList(0, steps.size() - 1)).entry())
                    .isEqualTo(before.entry());
        }
    }

    @Property
    void a_key_is_never_in_two_usage_plans(@ForAll("wishes") Wish wish, @ForAll("observed") Observed before) {
        if (Course.of(wish, before) instanceof Course.Go(List<Step> steps)) {
            for (int done = 0; done <= steps.size(); done++) {
                after(before, steps.subList(0, done))
                        .key()
                        .ifPresent(key -> assertThat(key.joined()).hasSizeLessThan(2));
            }
        }
    }

    @Provide
    Arbitrary<Wish> wishes() {
        Arbitrary<String> plans = Arbitraries.of(PLANS);
        Arbitrary<Optional<Instant>> ends =
                Arbitraries.of(Optional.empty(), Optional.of(Instant.parse("2026-12-01T00:00:00Z")));
        return Arbitraries.oneOf(
                plans.map(plan -> new Wish.Add("client", plan)),
                plans.map(plan -> new Wish.ChangePlan("client", plan)),
                ends.map(end -> new Wish.Suspend("client", "ana", "leaked secret", end)),
                Arbitraries.just(new Wish.Resume("client", "ben")));
    }

    @Provide
    Arbitrary<Observed> observed() {
        Arbitrary<RegistryEntry> entries = Arbitraries.of(
                RegistryEntry.NOTHING,
                TRIAL,
                SUSPENDED,
                RegistryEntry.NOTHING.suspended("ana", "attack", Optional.empty()),
                SUSPENDED.resumed("ben"));
        Arbitrary<Optional<KeyState>> keys = Arbitraries.of(
                Optional.empty(),
                Optional.of(new KeyState(false, Set.of(), PLANS)),
                Optional.of(new KeyState(true, Set.of(), PLANS)),
                Optional.of(new KeyState(true, Set.of("trial"), PLANS)),
                Optional.of(new KeyState(true, Set.of("internal"), PLANS)));
        return Combinators.combine(entries, keys).as(Observed::new);
    }

    private static Observed inTable(RegistryEntry entry) {
        return new Observed(entry, Optional.empty());
    }

    private static RegistryEntry written(Wish wish, RegistryEntry before) {
        assertThat(Course.of(wish, inTable(before))).isInstanceOf(Course.Go.class);
        return after(inTable(before), ((Course.Go) Course.of(wish, inTable(before))).steps())
                .entry();
    }

    /** What stands when these are done. */
    private static Observed after(Observed before, List<Step> steps) {
        Observed now = before;
        for (Step step : steps) {
            now = after(now, step);
        }
        return now;
    }

    private static Observed after(Observed before, Step step) {
        return switch (step) {
            case Step.CreateAppClient _ -> before;
            case Step.CreateKey _ -> withKey(before, Set.of());
            case Step.LeaveUsagePlan _ -> withKey(before, Set.of());
            case Step.JoinUsagePlan(String _, String plan) -> {
                assertThat(before.key().orElseThrow().exists()).isTrue();
                yield withKey(before, before.key().get().joined().isEmpty() ? Set.of(plan) : Set.of(plan, "another"));
            }
            case Step.WriteEntry(String _, RegistryEntry seen, RegistryEntry next) -> {
                assertThat(seen).isEqualTo(before.entry());
                yield new Observed(next, before.key());
            }
        };
    }

    private static Observed withKey(Observed before, Set<String> joined) {
        return new Observed(before.entry(), Optional.of(new KeyState(true, joined, PLANS)));
    }
}
