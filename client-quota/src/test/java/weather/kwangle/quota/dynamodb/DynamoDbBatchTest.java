package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.BatchLedgerContract;
import weather.kwangle.quota.dynamodb.ScriptedServer.Reply;

@Tag("slow")
class DynamoDbBatchTest extends BatchLedgerContract {

    DynamoDbBatchTest() {
        super(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME));
    }

    @Test
    void a_lost_answer_is_our_failure_and_not_asked_for_again() throws Exception {
        try (var server = new ScriptedServer(Reply.LOSE);
                var client = TestTable.clientOf(server.endpoint(), Duration.ofSeconds(5))) {
            var ledger = new BatchLedger(new DynamoDbLedgerStore(client, "some-table"), Clock.systemUTC());

            assertThatThrownBy(() -> ledger.take("client", OptionalLong.empty(), OptionalLong.empty(), 1))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith("cannot charge an account in table some-table: ");
            assertThat(server.requests()).isEqualTo(1);
        }
    }
}
