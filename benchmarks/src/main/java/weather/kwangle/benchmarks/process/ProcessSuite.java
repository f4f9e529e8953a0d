package weather.kwangle.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import weather.kwangle.benchmarks.Effort;
import weather.kwangle.benchmarks.Measurements;
import weather.kwangle.benchmarks.Progress;
import weather.kwangle.benchmarks.Workload;
import weather.kwangle.benchmarks.process.RunningFunction.Load;
import weather.kwangle.local.lambda.RuntimeApi;

/** Starts every contender once in each round, asks it, and stops it before the next starts. */
public final class ProcessSuite {
    private ProcessSuite() {}

    /**
     * Asks all of them.
     *
     * @param contenders who is started, in the first round in this order
     */
    public static void run(
            Effort effort,
            List<Contender> contenders,
            Workload workload,
            Path scratch,
            Measurements results,
            Progress progress)
            throws IOException, InterruptedException {
        List<String> recurring = workload.recurring();
        List<String> unseen = workload.unseen();
        int all = contenders.size() * effort.processRounds();
        int done = 0;
        try (RuntimeApi api = RuntimeApi.start(Clock.systemUTC())) {
            for (int round = 0; round < effort.processRounds(); round++) {
                // Nobody always comes first.
                List<Contender> order = new ArrayList<>(contenders);
                Collections.rotate(order, round);
                for (Contender contender : order) {
                    progress.step("processes", done++, all, contender.name());
                    try (RunningFunction function = RunningFunction.start(contender, api, scratch)) {
                        results.add(contender.name() + "/first", function.askFirst(recurring));
                        results.add(
                                contender.name() + "/first/cpu", function.cpu().toNanos() / 1e3);
                        if (contender.warmUps() > 0) {
                            ask(effort, contender, function, recurring, unseen, results);
                        }
                    }
                }
            }
        }
    }

    private static void ask(
            Effort effort,
            Contender contender,
            RunningFunction function,
            List<String> recurring,
            List<String> unseen,
            Measurements results)
            throws InterruptedException, IOException {
        // Of both kinds, so that the compiler has seen both.
        Duration warmUp = effort.warmUp().multipliedBy(contender.warmUps());
        function.askFor(warmUp.dividedBy(2), unseen);
        function.askFor(warmUp.dividedBy(2), recurring);
        String name = contender.name();
        add(name + "/seen", function.askFor(effort.measured(), recurring), results);
        add(name + "/unseen", function.askFor(effort.measured(), unseen), results);
        results.add(name + "/memory", function.residentMemory());
    }

    private static void add(String name, Load load, Measurements results) {
        results.add(name + "/perSecond", load.perSecond());
        results.add(name + "/p50", load.p50());
        results.add(name + "/p99", load.p99());
        results.add(name + "/cpu", load.cpu());
    }
}
