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
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.Reservation.Admitted;

/**
 * One instance of the ledger in a process of its own, with one client that asks at a steady pace. It says {@code ready},
 * waits for a line with the time at which all begin, asks, and says what came of it.
 *
 * @param day permits of a day
 * @param speed how many times faster than real time it all runs
 * @param phase when between two of its requests it begins, from 0 to 1
 */
record LedgerProcess(
        URI endpoint,
        String table,
        String client,
        long day,
        double perSecond,
        int seconds,
        double speed,
        double phase) {

    static final double RATE = 100;
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /** The machine may be busy; what happens without an answer is not what is measured here. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What {@link #main} takes. */
    List<String> arguments() {
        return Stream.of(endpoint, table, client, day, perSecond, seconds, speed, phase)
                .map(Object::toString)
                .toList();
    }

    public static void main(String[] arguments) throws IOException {
        new LedgerProcess(
                        URI.create(arguments[0]),
                        arguments[1],
                        arguments[2],
                        Long.parseLong(arguments[3]),
                        Double.parseDouble(arguments[4]),
                        Integer.parseInt(arguments[5]),
                        Double.parseDouble(arguments[6]),
                        Double.parseDouble(arguments[7]))
                .askWhenTold();
    }

    private void askWhenTold() throws IOException {
        var limits = new Limits(RATE, 200, OptionalLong.of(day), OptionalLong.empty());
        try (DynamoDbClient dynamoDb = TestTable.clientOf(endpoint, TIMEOUT)) {
            var store = new DynamoDbLedgerStore(dynamoDb, table);
            // Loads the classes, so that they are not measured.
            new LeaseLedger(store, Clock.systemUTC())
                    .reserve("warm-up-" + ProcessHandle.current().pid(), limits);
            System.out.println("ready");
            var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            ask(store, limits, Instant.parse(input.readLine()));
        }
    }

    private void ask(DynamoDbLedgerStore store, Limits limits, Instant begin) {
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
        for (long i = 0; i < (long) (perSecond * seconds); i++) {
            await(begin.plusNanos((long) ((i + phase) * 1e9 / (perSecond * speed))));
            try {
                admitted += ledger.reserve(client, limits) instanceof Admitted ? 1 : 0;
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
