package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final Limits LIMITS = new Limits(5, 10, OptionalLong.of(100), OptionalLong.empty());

    @Test
    void a_client_that_never_asked_has_all_that_its_plan_grants() {
        assertThat(Balance.of(Account.EMPTY, LIMITS, NOW))
                .isEqualTo(new Balance(
                        List.of(
                                new LimitState("rate", 10, 2, 10, 0),
                                new LimitState("day", 100, 86_400, 100, 6 * 3600)),
                        0,
                        0));
    }

    @Test
    void what_is_taken_is_told_with_and_without_a_limit_and_never_leaves_less_than_nothing() {
        var account = new Account(Map.of("d20261123", 103L, "m202611", 450L, "d20261122", 7L));

        Balance balance = Balance.of(account, LIMITS, NOW);

        assertThat(balance.takenOfDay()).isEqualTo(103);
        assertThat(balance.takenOfMonth()).isEqualTo(450);
        assertThat(balance.limits()).extracting(LimitState::remaining).containsExactly(10L, 0L);
    }
}
