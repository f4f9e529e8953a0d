package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Four processes with one client on one table. Their clocks run {@code -Dledger.speed} times as fast as the real one (2 if
 * not given) for {@code -Dledger.seconds} (60), of which the day is used up for the last twenty. Mostly waits, beside
 * other tests.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class FourProcessesTest {

    private static final int PROCESSES = 4;
    private static final double SPEED = Double.parseDouble(System.getProperty("ledger.speed", "2"));
    private static final int SECONDS = Integer.getInteger("ledger.seconds", 60);
    private static final long DAY = (long) ((SECONDS - 20) * LedgerProcess.RATE);

    private final String client = "client-" + UUID.randomUUID();
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void createTheTable() {
        TestTable.client();
    }

    @AfterEach
    void endEverything() {
        processes.forEach(Process::destroyForcibly);
    }

    /** @param failed for want of an answer in time, which a busy machine can cause; printed, and no promise */
    private record Figures(long admitted, long failed, long writes, long refusedWrites, long unused, long grace) {

        static Figures of(String line) {
            long[] numbers =
                    Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Figures(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        }

        Figures plus(Figures other) {
            return new Figures(
                    admitted + other.admitted,
                    failed + other.failed,
                    writes + other.writes,
                    refusedWrites + other.refusedWrites,
                    unused + other.unused,
                    grace + other.grace);
        }

        double writesPerAdmitted() {
            return (double) writes / admitted;
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Timeout(300)
    void five_times_the_limit_gets_exactly_the_day_for_few_writes() throws IOException {
        Figures all = run(5 * LedgerProcess.RATE, SECONDS);

        assertThat(all.admitted()).isLessThanOrEqualTo(DAY).isGreaterThanOrEqualTo(DAY - all.unused());
        assertThat(all.grace()).isZero();
        // Where the table keeps processes waiting they meet more often; WritesPerRequestTest holds the promised 0.12.
        assertThat(all.writesPerAdmitted()).isLessThanOrEqualTo(0.2);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Timeout(300)
    void a_slow_client_costs_one_write_a_request() throws IOException {
        Figures all = run(0.8, 30);

        assertThat(all.admitted()).isEqualTo(24);
        assertThat(all.writesPerAdmitted()).isBetween(0.9, 1.2);
    }

    /** All processes together at that pace, by their clocks, for that long. */
    private Figures run(double perSecond, int seconds) throws IOException {
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(new LedgerProcess(
                    TestTable.endpoint(),
                    TestTable.NAME,
                    client,
                    DAY,
                    perSecond / PROCESSES,
                    seconds,
                    SPEED,
                    (double) i / PROCESSES)));
        }
        var output = new ArrayList<BufferedReader>();
        for (Process process : processes) {
            output.add(process.inputReader());
            assertThat(output.getLast().readLine()).isEqualTo("ready");
        }
        Instant begin = Instant.now().plusMillis(200);
        for (Process process : processes) {
            process.outputWriter().write(begin + "\n");
            process.outputWriter().flush();
        }
        var all = new Figures(0, 0, 0, 0, 0, 0);
        for (BufferedReader each : output) {
            all = all.plus(Figures.of(each.readLine()));
        }
        System.out.printf(
                "4 processes, %.1f requests a second for %d s: %s, %.3f writes per admitted, %.5f per request%n",
                perSecond, seconds, all, all.writesPerAdmitted(), all.writes() / (perSecond * seconds));
        return all;
    }

    private static Process start(LedgerProcess process) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerProcess.class.getName()));
        command.addAll(process.arguments());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
