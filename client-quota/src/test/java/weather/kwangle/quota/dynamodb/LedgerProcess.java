package weather.kwangle.quota.dynamodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.Reservation.Admitted;

/**
 * One instance of the ledger in a process of its own, with one client that asks at a steady pace. It says {@code ready},
 * waits for a line with the time at which all begin, asks, and says what came of it.
 */
final class LedgerProcess {

    static final Limits PARTNER = new Limits(100, 200, OptionalLong.of(10_000), OptionalLong.empty());
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /** The machine may be busy; what happens without an answer is not what is measured here. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private LedgerProcess() {}

    /**
     * Arguments: endpoint, table, requests a second, seconds, how many times faster than real time it all runs, and when
     * between two of its requests it begins, from 0 to 1.
     */
    public static void main(String[] arguments) throws IOException {
        double perSecond = Double.parseDouble(arguments[2]);
        long requests = (long) (perSecond * Double.parseDouble(arguments[3]));
        double speed = Double.parseDouble(arguments[4]);
        try (DynamoDbClient client = TestTable.clientOf(URI.create(arguments[0]), TIMEOUT)) {
            var store = new DynamoDbLedgerStore(client, arguments[1]);
            // Loads the classes, so that they are not measured.
            new LeaseLedger(store, Clock.systemUTC())
                    .reserve("warm-up-" + ProcessHandle.current().pid(), PARTNER);
            System.out.println("ready");
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            double phase = Double.parseDouble(arguments[5]);
            run(store, Instant.parse(input.readLine()), perSecond * speed, requests, speed, phase);
        }
    }

    private static void run(
            DynamoDbLedgerStore store, Instant begin, double realPerSecond, long requests, double speed, double phase) {
        InstantSource fast = () ->
                NOON.plusNanos((long) (Duration.between(begin, Instant.now()).toNanos() * speed));
        Instant origin = begin.minusSeconds(1);
        var ledger = new LeaseLedger(
                store,
                fast.withZone(ZoneOffset.UTC),
                () -> (long) (Duration.between(origin, Instant.now()).toNanos() * speed),
                new Random());
        long admitted = 0;
        long failed = 0;
        for (long i = 0; i < requests; i++) {
            await(begin.plusNanos((long) ((i + phase) * 1e9 / realPerSecond)));
            try {
                admitted += ledger.reserve("hot", PARTNER) instanceof Admitted ? 1 : 0;
            } catch (LedgerUnavailableException e) {
                failed++;
            }
        }
        var stats = ledger.stats();
        System.out.printf(
                "%d %d %d %d %d %d%n",
                admitted,
                failed,
                stats.writes(),
                stats.refusedWrites(),
                stats.reserved() - stats.admitted() - stats.givenBack() + stats.lost(),
                stats.grace());
    }

    private static void await(Instant due) {
        long nanos = Duration.between(Instant.now(), due).toNanos();
        while (nanos > 0) {
            LockSupport.parkNanos(nanos);
            nanos = Duration.between(Instant.now(), due).toNanos();
        }
    }
}
