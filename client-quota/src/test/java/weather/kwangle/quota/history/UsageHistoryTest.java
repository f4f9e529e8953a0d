package weather.kwangle.quota.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.history.UsageHistory.Day;

class UsageHistoryTest {

    private static final LocalDate LAST_OF_MARCH = LocalDate.parse("2027-03-31");

    @Test
    void thirty_days_are_shown_today_first() {
        var history = UsageHistory.of(Account.EMPTY, LAST_OF_MARCH);

        assertThat(history.days()).hasSize(30);
        assertThat(history.days().getFirst()).isEqualTo(new Day(LAST_OF_MARCH, 0, 0));
        assertThat(history.days().getLast()).isEqualTo(new Day(LocalDate.parse("2027-03-02"), 0, 0));
    }

    @Test
    void a_day_has_what_was_kept_and_what_went_back() {
        var account = new Account(Map.of("d20270331", 7L, "r20270331", 2L, "d20270302", 5L, "m202703", 12L, "tat", 1L));

        var history = UsageHistory.of(account, LAST_OF_MARCH);

        assertThat(history.days()).contains(new Day(LAST_OF_MARCH, 7, 2), new Day(LocalDate.parse("2027-03-02"), 5, 0));
        assertThat(history.refundedToday()).isEqualTo(2);
    }

    @Test
    void the_months_refunds_are_those_of_its_days_the_first_included() {
        var account = new Account(Map.of("r20270331", 2L, "r20270301", 30L, "r20270228", 400L));

        assertThat(UsageHistory.of(account, LAST_OF_MARCH).refundedThisMonth()).isEqualTo(32);
    }
}
