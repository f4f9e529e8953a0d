package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.dynamodblocal.FaultProxy;
import weather.kwangle.dynamodblocal.FaultProxy.Fault;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerStats;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.Reservation.Admitted;
import weather.kwangle.quota.TableTime;

/**
 * A real table behind a network that fails: how long decisions take, what grace gives, and whether the books agree. All
 * faults at once, each with a client and a network of its own, and after the other classes: a table that a busy machine
 * keeps waiting is another fault.
 */
@Tag("slow")
@Order(Integer.MAX_VALUE)
class FaultyTableTest {

    private static final Limits PARTNER = new Limits(100, 200, OptionalLong.of(1_000_000), OptionalLong.empty());
    private static final double SHARE = 0.11;

    /** 30 for the whole blackout. */
    private static final int SECONDS = Integer.getInteger("ledger.blackout", 5);

    private final String client = "client-" + UUID.randomUUID();
    private FaultProxy proxy;
    private DynamoDbClient table;
    private LeaseLedger ledger;

    @BeforeEach
    void putTheProxyBetween() throws IOException {
        proxy = new FaultProxy(TestTable.endpoint());
        table = TestTable.clientOf(proxy.endpoint(), Duration.ofSeconds(5));
        TestTable.client();
        var store = new DynamoDbLedgerStore(table, TestTable.NAME);
        store.warmUp();
        ledger = new LeaseLedger(store, Clock.systemUTC());
    }

    @AfterEach
    void takeTheProxyAway() throws IOException {
        table.close();
        proxy.close();
    }

    private record Figures(int asked, int admitted, int failed, Duration p99, Duration longest) {}

    /** Requests at 200 a second for that long. */
    private Figures ask(int seconds) {
        int requests = seconds * 200;
        long[] nanos = new long[requests];
        int admitted = 0;
        int failed = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = begin + i * 5_000_000L;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long start = System.nanoTime();
            try {
                admitted += ledger.reserve(client, PARTNER, TableTime.ofADecision()) instanceof Admitted ? 1 : 0;
            } catch (LedgerUnavailableException e) {
                failed++;
            }
            nanos[i] = System.nanoTime() - start;
        }
        long[] sorted = LongStream.of(nanos).sorted().toArray();
        return new Figures(
                requests,
                admitted,
                failed,
                Duration.ofNanos(sorted[requests * 99 / 100]),
                Duration.ofNanos(sorted[requests - 1]));
    }

    /** A client that asks and has been getting leases. */
    private void warmUp() {
        Figures figures;
        int times = 0;
        do {
            figures = ask(3);
            times++;
        } while (figures.admitted() < 3 * PARTNER.ratePerSecond() && times < 5);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(names = {"SILENT", "RESET", "ANSWER_LOST"})
    void a_blackout_is_bridged_quickly_and_the_books_agree_afterwards(Fault fault) {
        warmUp();
        proxy.set(fault);
        long before = ledger.stats().grace();

        Figures blackout = ask(SECONDS);

        long grace = ledger.stats().grace() - before;
        proxy.set(Fault.NONE);
        Figures after = ask(6);
        LedgerStats stats = ledger.stats();
        long taken = taken();
        System.out.printf(
                "%s for %d s: %s, %d in grace; after: %s; %s, counted %d%n",
                fault, SECONDS, blackout, grace, after, stats, taken);
        assertThat(blackout.p99()).isLessThan(Duration.ofMillis(200));
        assertThat(grace).isPositive();
        assertThat((double) grace).isLessThanOrEqualTo(SHARE * (PARTNER.burst() + PARTNER.ratePerSecond() * SECONDS));
        assertThat(stats.booked()).isEqualTo(stats.grace());
        long held = stats.reserved() - stats.admitted() - stats.givenBack() - stats.dropped();
        long sure = stats.admitted() + held + stats.booked();
        assertThat(taken).isBetween(sure, sure + stats.dropped() + stats.lost());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_slow_table_is_waited_for_and_nothing_is_lost() {
        warmUp();
        proxy.set(Fault.SLOW);

        Figures slow = ask(SECONDS);

        System.out.println("SLOW: " + slow + ", " + ledger.stats());
        assertThat(slow.p99()).isLessThan(Duration.ofMillis(200));
        assertThat(slow.admitted()).isGreaterThan(SECONDS * 70);
    }

    private long taken() {
        return TestTable.client()
                .getItem(request -> request.tableName(TestTable.NAME).key(QuotaTable.key(client)))
                .item()
                .entrySet()
                .stream()
                .filter(attribute -> attribute.getKey().matches("d\\d{8}"))
                .mapToLong(attribute -> Long.parseLong(attribute.getValue().n()))
                .sum();
    }
}
