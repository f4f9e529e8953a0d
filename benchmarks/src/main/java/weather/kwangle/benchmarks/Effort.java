package weather.kwangle.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How long everything is looked at. All runs of a round stand beside each other in time; the rounds alternate, so that
 * what else the machine does meets everyone.
 *
 * @param microRounds how often each JMH benchmark runs, each time in a new JVM
 * @param warmUps JMH iterations that do not count
 * @param iterations JMH iterations that do
 * @param iteration length of either
 * @param clients sizes of the policy, ascending
 * @param processRounds how often each process is started
 * @param warmUp how long a process is asked before it counts; twice as long where two compilers work on it
 * @param measured how long it is asked then, for each kind of token
 */
public record Effort(
        int microRounds,
        int warmUps,
        int iterations,
        Duration iteration,
        List<Integer> clients,
        int processRounds,
        Duration warmUp,
        Duration measured) {
    /** About ten minutes on two cores that have nothing else to do. */
    public static final Effort FULL = new Effort(
            2,
            // The second compiler needs about four seconds for all that a decision is made of.
            10,
            4,
            Duration.ofMillis(500),
            List.of(10, 1_000, 100_000),
            5,
            Duration.ofMillis(5_000),
            Duration.ofMillis(1_500));

    /** A third of it: tells whether a target is met by far. */
    public static final Effort QUICK = new Effort(
            1,
            5,
            3,
            Duration.ofMillis(400),
            List.of(10, 100_000),
            2,
            Duration.ofMillis(3_000),
            Duration.ofMillis(1_000));

    public int fewestClients() {
        return clients.getFirst();
    }

    public int mostClients() {
        return clients.getLast();
    }
}
