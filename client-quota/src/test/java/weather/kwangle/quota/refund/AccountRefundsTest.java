package weather.kwangle.quota.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.refund.RefundStore.Attempt;

class AccountRefundsTest extends RefundBookContract {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final Refund REFUND = Refund.ofEdge("request", TODAY);

    private static final InMemoryRefundStore OF_THE_CONTRACT = new InMemoryRefundStore();

    private final InMemoryRefundStore store = new InMemoryRefundStore();

    AccountRefundsTest() {
        super(OF_THE_CONTRACT);
    }

    @Override
    protected void take(String clientId, LocalDate day, long permits) {
        OF_THE_CONTRACT.take(clientId, day, permits);
    }

    @Override
    protected Account account(String clientId) {
        return OF_THE_CONTRACT.account(clientId);
    }

    private static AccountRefunds refunds(RefundStore store) {
        return new AccountRefunds(store, TestClock.at("2026-11-23T10:00:00Z"));
    }

    @Test
    void known_markers_cost_one_more_attempt_however_many_they_are() {
        store.take("client", TODAY, 100);
        List<Refund> many = IntStream.range(0, 40)
                .mapToObj(i -> Refund.ofEdge(UUID.randomUUID().toString(), TODAY))
                .toList();
        refunds(store).refund("client", many.subList(0, 30));
        int before = store.attempts();

        refunds(store).refund("client", many);

        assertThat(store.attempts() - before).isEqualTo(2);
    }

    @Test
    void a_conflict_is_tried_again() {
        store.take("client", TODAY, 1);
        var conflicts = new int[] {4};

        var settlement = refunds((client, day, refunds, until) ->
                        conflicts[0]-- > 0 ? new Attempt.Conflict() : store.give(client, day, refunds, until))
                .refund("client", List.of(REFUND));

        assertThat(settlement.given()).containsExactly(REFUND);
    }

    @Test
    void conflicts_without_end_are_our_failure() {
        var attempts = new int[1];

        assertThatThrownBy(() -> refunds((client, day, refunds, until) -> {
                            attempts[0]++;
                            return new Attempt.Conflict();
                        })
                        .refund("client", List.of(REFUND)))
                .isInstanceOf(AccountBusyException.class)
                .hasMessage(
                        "the account of client was being written to 5 times in a row; its refunds are to be tried again");
        assertThat(attempts[0]).isEqualTo(5);
    }

    @Test
    void a_marker_outlives_the_time_in_which_its_refund_is_given() {
        refunds((client, day, refunds, until) -> {
                    assertThat(until).isEqualTo("2026-12-02T00:00:00Z");
                    return new Attempt.Given();
                })
                .refund("client", List.of(REFUND));
    }

    @Test
    void a_refund_of_nothing_or_of_no_request_is_none() {
        assertThatThrownBy(() -> Refund.ofBatch("request", 0, TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits is 0, expected at least 1");
        assertThatThrownBy(() -> Refund.ofEdge(" ", TODAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a refund names its request");
    }

    @Test
    void looking_at_the_account_is_free() {
        assertThat(Billing.isMetered("GET /usage")).isFalse();
        assertThat(List.of("GET /forecast", "POST /forecast", "GET /current", "GET /places"))
                .allMatch(Billing::isMetered);
    }

    @Test
    void only_good_answers_are_billed() {
        assertThat(List.of(200, 201, 204, 206, 299, 304)).allMatch(Billing::keepsPermits);
        assertThat(List.of(100, 199, 300, 301, 303, 305, 400, 404, 429, 499, 500, 503, 504))
                .noneMatch(Billing::keepsPermits);
    }
}
