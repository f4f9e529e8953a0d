package weather.kwangle.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import weather.kwangle.benchmarks.Effort;
import weather.kwangle.benchmarks.Measurements;
import weather.kwangle.benchmarks.Progress;
import weather.kwangle.benchmarks.Workload;

/** All JMH benchmarks, round by round. Samples are in microseconds and, with {@code /bytes} behind the name, in bytes. */
public final class MicroSuite {
    private MicroSuite() {}

    /**
     * @param benchmark class and method
     * @param clients size of the policy, 0 if it has none
     */
    private record Step(String benchmark, int clients) {
        String name() {
            return clients == 0 ? benchmark : name(benchmark, clients);
        }

        static String name(String benchmark, int clients) {
            return benchmark + "/" + clients;
        }
    }

    /** The samples' name of a benchmark with a policy. */
    public static String name(String benchmark, int clients) {
        return Step.name(benchmark, clients);
    }

    public static void run(Effort effort, Workload workload, Measurements results, Progress progress)
            throws RunnerException {
        List<Step> steps = steps(effort);
        int all = steps.size() * effort.microRounds();
        for (int round = 0; round < effort.microRounds(); round++) {
            for (int i = 0; i < steps.size(); i++) {
                progress.step(
                        "parts", round * steps.size() + i, all, steps.get(i).name());
                run(steps.get(i), effort, workload, results);
            }
        }
    }

    /** What is compared stands side by side. */
    private static List<Step> steps(Effort effort) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("Verification.rsa", 0));
        effort.clients().forEach(clients -> steps.add(new Step("Decisions.unseenToken", clients)));
        steps.add(new Step("Verification.nimbus", 0));
        effort.clients().forEach(clients -> steps.add(new Step("Decisions.seenToken", clients)));
        effort.clients().forEach(clients -> steps.add(new Step("Evaluation.evaluate", clients)));
        effort.clients().forEach(clients -> steps.add(new Step("Evaluation.shadow", clients)));
        steps.add(new Step("Json.readEvent", 0));
        steps.add(new Step("Json.writeLine", 0));
        return steps;
    }

    private static void run(Step step, Effort effort, Workload workload, Measurements results) throws RunnerException {
        TimeValue iteration = TimeValue.milliseconds(effort.iteration().toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + MicroSuite.class.getPackageName() + "." + step.benchmark() + "$")
                .param("workload", workload.folder().toString())
                .forks(1)
                .warmupIterations(effort.warmUps())
                .warmupTime(iteration)
                .measurementIterations(effort.iterations())
                .measurementTime(iteration)
                .timeUnit(TimeUnit.MICROSECONDS)
                .timeout(TimeValue.minutes(1))
                .addProfiler(GCProfiler.class)
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (step.clients() > 0) {
            options.param("clients", String.valueOf(step.clients()));
        }
        RunResult result = new Runner(options.build()).runSingle();
        results.add(step.name(), result.getPrimaryResult().getStatistics().getPercentile(50));
        Result<?> allocated = requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "gc profiler");
        results.add(step.name() + "/bytes", allocated.getScore());
    }
}
