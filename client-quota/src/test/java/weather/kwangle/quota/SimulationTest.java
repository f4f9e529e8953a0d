package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weather.kwangle.quota.Simulation.Flaw;

/** Ten thousand schedules, or with {@code -Dledger.seed=…} that one. */
class SimulationTest {

    private static final int SCHEDULES = 10_000;

    private static LongStream seeds() {
        OptionalLong one = one();
        return one.isPresent() ? LongStream.of(one.getAsLong()) : LongStream.range(0, SCHEDULES);
    }

    private static OptionalLong one() {
        Long seed = Long.getLong("ledger.seed");
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    @Test
    void no_schedule_breaks_a_promise() {
        var sums = new long[7];
        seeds().forEach(seed -> {
            Findings findings = new Simulation(seed, Flaw.NONE).run();
            assertThat(findings.broken())
                    .as(() -> "-Dledger.seed=%d: %s".formatted(seed, findings.schedule()))
                    .isEmpty();
            sums[0] += findings.asked;
            sums[1] += findings.ofLeases;
            sums[2] += findings.ofGrace;
            sums[3] += findings.refused;
            sums[4] += findings.failed;
            sums[5] += findings.writes;
            sums[6] += findings.givenBack;
        });
        System.out.printf(
                "simulated: %d requests, %d admitted, %d in grace, %d refused, %d failed, %d writes, %d refunds%n",
                sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
        assertThat(sums[1]).isPositive();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_broken_ledger_is_found_out(Flaw flaw) {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            List<String> broken = new Simulation(seed, flaw).run().broken();
            if (!broken.isEmpty()) {
                System.out.println(flaw + " is found out by -Dledger.seed=" + seed + ": " + broken.getFirst());
                return;
            }
        }
        throw new AssertionError("no seed below " + SCHEDULES + " finds out " + flaw);
    }
}
