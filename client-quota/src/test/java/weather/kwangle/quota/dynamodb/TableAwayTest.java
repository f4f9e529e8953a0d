package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.QuotaLedger;
import weather.kwangle.quota.dynamodb.ScriptedServer.Reply;

/** A table that is away is our failure, found out in time, and never charged for twice. */
class TableAwayTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** Beyond the timeout: what the machine may take to notice. */
    private static final Duration SLACK = Duration.ofMillis(1500);

    private static final Limits LIMITS = new Limits(100, 200, OptionalLong.of(1000), OptionalLong.empty());

    @BeforeAll
    static void load_the_client_once_so_that_its_classes_are_not_timed() throws IOException {
        try (var server = new ScriptedServer(Reply.ANSWER);
                var client = TestTable.clientOf(server.endpoint(), Duration.ofSeconds(30))) {
            ledger(client).reserve("client", LIMITS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANG", "LOSE", "DRIP", "THROTTLE", "FAIL"})
    void no_good_answer_is_our_failure_within_the_timeout_after_one_request(Reply reply) throws IOException {
        try (var server = new ScriptedServer(reply);
                var client = TestTable.clientOf(server.endpoint(), TIMEOUT)) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> ledger(client).reserve("client", LIMITS))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith("cannot charge an account in table some-table: ");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_lost_on_a_connection_in_use_is_not_asked_for_again() throws IOException {
        try (var server = new ScriptedServer(Reply.ANSWER, Reply.LOSE, Reply.ANSWER);
                var client = TestTable.clientOf(server.endpoint(), Duration.ofSeconds(30))) {
            QuotaLedger ledger = ledger(client);
            ledger.reserve("client", LIMITS);

            assertThatThrownBy(() -> ledger.reserve("client", LIMITS)).isInstanceOf(LedgerUnavailableException.class);

            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void a_charge_may_give_up_earlier_than_the_clients_other_calls() throws IOException {
        try (var server = new ScriptedServer(Reply.HANG);
                var client = TestTable.clientOf(server.endpoint(), Duration.ofSeconds(30))) {
            var store = new DynamoDbLedgerStore(client, "some-table").within(TIMEOUT);
            var ledger = new LeaseLedger(store, Clock.systemUTC());
            long start = System.nanoTime();

            assertThatThrownBy(() -> ledger.reserve("client", LIMITS)).isInstanceOf(LedgerUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
        }
    }

    @Test
    void nobody_listening_is_our_failure_at_once() throws IOException {
        URI nobody;
        try (var server = new ScriptedServer(Reply.ANSWER)) {
            nobody = server.endpoint();
        }
        try (var client = TestTable.clientOf(nobody, TIMEOUT)) {
            assertThatThrownBy(() -> ledger(client).reserve("client", LIMITS))
                    .isInstanceOf(LedgerUnavailableException.class);
        }
    }

    @Test
    void a_registry_entry_that_cannot_be_read_is_our_failure_too() throws IOException {
        try (var server = new ScriptedServer(Reply.HANG);
                var client = TestTable.clientOf(server.endpoint(), TIMEOUT)) {
            var registry = new DynamoDbClientRegistry(client, "some-table", Clock.systemUTC());

            assertThatThrownBy(() -> registry.find("client"))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith("cannot read a registry entry in table some-table: ");
        }
    }

    private static QuotaLedger ledger(DynamoDbClient client) {
        return new LeaseLedger(new DynamoDbLedgerStore(client, "some-table"), Clock.systemUTC());
    }
}
