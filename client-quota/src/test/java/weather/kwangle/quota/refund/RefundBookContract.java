package weather.kwangle.quota.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.refund.RefundBook.Settlement;

/** What every book of refunds keeps, wherever its markers are. */
public abstract class RefundBookContract {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final LocalDate LAST_MONTH = LocalDate.parse("2026-10-31");

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final String client = "client-" + UUID.randomUUID();
    private final RefundBook book;

    protected RefundBookContract(RefundStore store) {
        this.book = new AccountRefunds(store, clock);
    }

    /** Counts permits in the day and its month, as the ledger does. */
    protected abstract void take(String clientId, LocalDate day, long permits);

    protected abstract Account account(String clientId);

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private void assertBooks(LocalDate day, long taken, long takenOfMonth, long refunded) {
        Account account = account(client);
        assertThat(account.taken(CalendarWindow.dayOf(day))).isEqualTo(taken);
        assertThat(account.taken(CalendarWindow.monthOf(day))).isEqualTo(takenOfMonth);
        assertThat(account.taken(CalendarWindow.refundsOf(day))).isEqualTo(refunded);
    }

    private static Settlement settlement(
            List<Refund> given, List<Refund> repeated, List<Refund> beyond, List<Refund> late) {
        return new Settlement(given, repeated, beyond, late);
    }

    @Test
    void a_refund_gives_the_day_and_the_month_their_permits_back_and_is_counted() {
        take(client, TODAY, 5);
        Refund refund = Refund.ofEdge(id(), TODAY);

        assertThat(book.refund(client, List.of(refund)))
                .isEqualTo(settlement(List.of(refund), List.of(), List.of(), List.of()));

        assertBooks(TODAY, 4, 4, 1);
    }

    @Test
    void a_request_is_refunded_once() {
        take(client, TODAY, 5);
        Refund refund = Refund.ofEdge(id(), TODAY);
        book.refund(client, List.of(refund));

        assertThat(book.refund(client, List.of(refund)))
                .isEqualTo(settlement(List.of(), List.of(refund), List.of(), List.of()));

        assertBooks(TODAY, 4, 4, 1);
    }

    @Test
    void a_request_is_refunded_once_even_if_one_call_names_it_twice() {
        take(client, TODAY, 5);
        Refund refund = Refund.ofEdge(id(), TODAY);

        assertThat(book.refund(client, List.of(refund, refund)))
                .isEqualTo(settlement(List.of(refund), List.of(refund), List.of(), List.of()));

        assertBooks(TODAY, 4, 4, 1);
    }

    @Test
    void what_edge_and_gateway_took_for_one_request_are_two_refunds() {
        take(client, TODAY, 50);
        String request = id();
        Refund edge = Refund.ofEdge(request, TODAY);
        Refund batch = Refund.ofBatch(request, 39, TODAY);

        assertThat(book.refund(client, List.of(edge)).given()).containsExactly(edge);
        assertThat(book.refund(client, List.of(edge, batch)))
                .isEqualTo(settlement(List.of(batch), List.of(edge), List.of(), List.of()));

        assertBooks(TODAY, 10, 10, 40);
    }

    @Test
    void an_id_cannot_be_made_to_look_like_another_takers() {
        take(client, TODAY, 5);
        String request = id();
        book.refund(client, List.of(Refund.ofEdge("BATCH#" + request, TODAY)));
        Refund batch = Refund.ofBatch(request, 1, TODAY);

        assertThat(book.refund(client, List.of(batch)).given()).containsExactly(batch);
    }

    @Test
    void what_was_given_before_does_not_keep_the_others_from_theirs() {
        take(client, TODAY, 10);
        List<Refund> first =
                IntStream.range(0, 4).mapToObj(i -> Refund.ofEdge(id(), TODAY)).toList();
        List<Refund> more =
                IntStream.range(0, 3).mapToObj(i -> Refund.ofEdge(id(), TODAY)).toList();
        book.refund(client, first);
        List<Refund> both = new ArrayList<>(first);
        both.addAll(more);

        assertThat(book.refund(client, both)).isEqualTo(settlement(more, first, List.of(), List.of()));

        assertBooks(TODAY, 3, 3, 7);
    }

    @Test
    void never_more_than_was_taken_from_the_day() {
        take(client, TODAY, 3);
        take(client, TODAY.minusDays(1), 100);
        Refund fits = Refund.ofBatch(id(), 2, TODAY);
        Refund beyond = Refund.ofBatch(id(), 2, TODAY);
        Refund fitsToo = Refund.ofEdge(id(), TODAY);

        assertThat(book.refund(client, List.of(fits, beyond, fitsToo)))
                .isEqualTo(settlement(List.of(fits, fitsToo), List.of(), List.of(beyond), List.of()));

        assertBooks(TODAY, 0, 100, 3);
    }

    @Test
    void what_did_not_fit_is_not_used_up() {
        Refund early = Refund.ofEdge(id(), TODAY);
        assertThat(book.refund(client, List.of(early)).beyond()).containsExactly(early);
        take(client, TODAY, 1);

        assertThat(book.refund(client, List.of(early)).given()).containsExactly(early);

        assertBooks(TODAY, 0, 0, 1);
    }

    @Test
    void a_client_that_never_asked_gets_nothing() {
        Refund refund = Refund.ofEdge(id(), TODAY);

        assertThat(book.refund(client, List.of(refund)).beyond()).containsExactly(refund);

        assertThat(account(client)).isEqualTo(Account.EMPTY);
    }

    @Test
    void permits_go_back_to_the_window_that_they_were_taken_from() {
        clock.set("2026-11-01T00:00:05Z");
        LocalDate firstOfMonth = LocalDate.parse("2026-11-01");
        take(client, LAST_MONTH, 2);
        take(client, firstOfMonth, 2);

        book.refund(client, List.of(Refund.ofEdge(id(), LAST_MONTH), Refund.ofEdge(id(), firstOfMonth)));

        assertBooks(LAST_MONTH, 1, 1, 1);
        assertBooks(firstOfMonth, 1, 1, 1);
    }

    @Test
    void a_refund_is_given_for_a_week_and_then_no_more() {
        take(client, TODAY, 2);
        Refund inTime = Refund.ofEdge(id(), TODAY);
        Refund late = Refund.ofEdge(id(), TODAY);

        clock.set("2026-12-01T00:00:00Z");
        assertThat(book.refund(client, List.of(inTime)).given()).containsExactly(inTime);
        clock.advance(Duration.ofNanos(1));
        assertThat(book.refund(client, List.of(inTime, late)))
                .isEqualTo(settlement(List.of(), List.of(), List.of(), List.of(inTime, late)));

        assertBooks(TODAY, 1, 1, 1);
    }

    @Test
    void more_than_one_transaction_holds_are_all_given() {
        take(client, TODAY, 500);
        List<Refund> many = IntStream.range(0, 250)
                .mapToObj(i -> Refund.ofEdge(id(), TODAY))
                .toList();

        assertThat(book.refund(client, many).given()).containsExactlyElementsOf(many);

        assertBooks(TODAY, 250, 250, 250);
    }

    @Test
    void nothing_to_refund_is_nothing_to_do() {
        assertThat(book.refund(client, List.of())).isEqualTo(settlement(List.of(), List.of(), List.of(), List.of()));
    }

    /** The gateway's pods and the function that reads the access log, all with the same requests and each in its order. */
    @Test
    void many_at_once_give_each_request_back_once() throws Exception {
        take(client, TODAY, 100);
        List<Refund> refunds =
                IntStream.range(0, 60).mapToObj(i -> Refund.ofEdge(id(), TODAY)).toList();
        int writers = 4;
        long given = 0;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            List<Callable<Integer>> work = IntStream.range(0, writers)
                    .<Callable<Integer>>mapToObj(i -> () -> refundInPieces(refunds, new Random(i)))
                    .toList();
            for (Future<Integer> part : threads.invokeAll(work)) {
                given += part.get();
            }
        }

        assertThat(given).isEqualTo(60);
        assertBooks(TODAY, 40, 40, 60);
    }

    private int refundInPieces(List<Refund> refunds, Random random) {
        List<Refund> shuffled = new ArrayList<>(refunds);
        Collections.shuffle(shuffled, random);
        int given = 0;
        for (int from = 0; from < shuffled.size(); from += 7) {
            given += untilAnswered(shuffled.subList(from, Math.min(from + 7, shuffled.size())));
        }
        return given;
    }

    private int untilAnswered(List<Refund> piece) {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return book.refund(client, piece).given().size();
            } catch (LedgerUnavailableException busy) {
                // Another writer was in the way five times in a row: what a queue would do is come back.
            }
        }
        throw new AssertionError("100 calls in a row met other writers");
    }
}
