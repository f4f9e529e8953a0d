package weather.kwangle.quota.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.batch.BatchStore.Attempt;
import weather.kwangle.quota.batch.Taking.Taken;

class BatchLedgerTest extends BatchLedgerContract {

    private static final InMemoryBatchStore STORE = new InMemoryBatchStore();

    BatchLedgerTest() {
        super(STORE);
    }

    @Override
    protected Account accountOf(String clientId) {
        return STORE.account(clientId);
    }

    private static Taking takeWithConflicts(int conflicts) {
        var left = new int[] {conflicts};
        BatchStore busy = (client, shares) -> left[0]-- > 0 ? new Attempt.Conflict() : new Attempt.Taken(Account.EMPTY);
        return new BatchLedger(busy, TestClock.at("2026-11-23T10:00:00Z"))
                .take("client", OptionalLong.empty(), OptionalLong.empty(), 1);
    }

    @Test
    void a_write_that_met_a_transaction_is_made_again() {
        assertThat(takeWithConflicts(4)).isInstanceOf(Taken.class);
    }

    @Test
    void transactions_without_end_are_our_failure() {
        assertThatThrownBy(() -> takeWithConflicts(5))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the account of client was being written to 5 times in a row");
    }
}
