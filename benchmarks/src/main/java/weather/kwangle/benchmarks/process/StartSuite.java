package weather.kwangle.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weather.kwangle.authorizer.StartParts;
import weather.kwangle.benchmarks.Effort;
import weather.kwangle.benchmarks.Measurements;
import weather.kwangle.benchmarks.Progress;
import weather.kwangle.benchmarks.Workload;
import weather.kwangle.benchmarks.function.Restore;

/** Where a cold start's time goes, and what the first request after a restore costs. */
public final class StartSuite {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String LOADED = "[class,load]";

    private final Path root;
    private final Path scratch;
    private final Path nativeLibrary;
    private final Map<String, String> variables;
    private final Path events;
    private final Path strangers;

    /**
     * @param contenders with a table that is there
     * @param workload what is asked
     */
    public StartSuite(Path root, Path scratch, Contenders contenders, Workload workload) {
        this.root = root;
        this.scratch = scratch;
        this.nativeLibrary = contenders.nativeLibrary();
        this.variables = contenders.variables();
        this.events = workload.events();
        this.strangers = workload.strangers();
    }

    /** Microseconds of each part as {@code start/part}, its classes as {@code start/part/classes}. */
    public void run(Effort effort, Measurements results, Progress progress) throws IOException, InterruptedException {
        Path event = scratch.resolve("event.json");
        Files.writeString(event, Files.readAllLines(events).getFirst());
        int all = 2 * effort.processRounds() + 1;
        for (int round = 0; round < effort.processRounds(); round++) {
            progress.step("start", round, all, "parts");
            times(parts(List.of(), event)).forEach((part, nanos) -> results.add("start/" + part, nanos / 1e3));
        }
        progress.step("start", effort.processRounds(), all, "classes");
        classes(parts(List.of("-Xlog:class+load=info:stdout:tags"), event))
                .forEach((part, count) -> results.add("start/" + part + "/classes", count));
        for (int round = 0; round < effort.processRounds(); round++) {
            progress.step("start", effort.processRounds() + 1 + round, all, "restore");
            List<String> command = command(Contenders.TIERED, List.of(), Restore.class);
            command.addAll(List.of(events.toString(), strangers.toString(), nativeLibrary.toString()));
            output(command).forEach(line -> {
                int equals = line.indexOf('=');
                results.add("restore/" + line.substring(0, equals), Long.parseLong(line.substring(equals + 1)) / 1e3);
            });
        }
    }

    private List<String> parts(List<String> options, Path event) throws IOException, InterruptedException {
        List<String> command = command(Contenders.C1, options, StartParts.class);
        command.add(String.valueOf(System.currentTimeMillis()));
        command.add(event.toString());
        return output(command);
    }

    private static Map<String, Long> times(List<String> output) {
        Map<String, Long> times = new LinkedHashMap<>();
        for (String line : output) {
            if (line.startsWith(StartParts.MARK)) {
                int equals = line.indexOf('=');
                times.put(line.substring(StartParts.MARK.length(), equals), Long.parseLong(line.substring(equals + 1)));
            }
        }
        return times;
    }

    private static Map<String, Integer> classes(List<String> output) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        int count = 0;
        for (String line : output) {
            if (line.startsWith(LOADED)) {
                count++;
            } else if (line.startsWith(StartParts.MARK)) {
                classes.put(line.substring(StartParts.MARK.length(), line.indexOf('=')), count);
                count = 0;
            }
        }
        return classes;
    }

    private List<String> command(String compiler, List<String> options, Class<?> main) throws IOException {
        Path function = Contenders.function(root);
        List<String> command = new ArrayList<>(Contenders.jvm(compiler));
        command.addAll(options);
        command.addAll(List.of(
                // Whose hooks the managed runtime calls.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                String.join(
                        File.pathSeparator,
                        function.toString(),
                        function.resolve("lib") + File.separator + "*",
                        Contenders.runtimeClient(root) + File.separator + "*",
                        Contenders.ownJar(root).toString()),
                main.getName()));
        return command;
    }

    private List<String> output(List<String> command) throws IOException, InterruptedException {
        Path out = scratch.resolve("start.out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " failed:\n" + String.join("\n", Files.readAllLines(out)));
            }
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }
}
