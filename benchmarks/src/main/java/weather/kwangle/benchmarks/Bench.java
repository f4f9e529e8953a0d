package weather.kwangle.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.benchmarks.Workload.KeyServer;
import weather.kwangle.benchmarks.micro.MicroSuite;
import weather.kwangle.benchmarks.process.Contender;
import weather.kwangle.benchmarks.process.Contenders;
import weather.kwangle.benchmarks.process.NodeAuthorizer;
import weather.kwangle.benchmarks.process.ProcessSuite;
import weather.kwangle.benchmarks.process.StartSuite;
import weather.kwangle.benchmarks.process.TableCalls;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** Measures, and prints the tables. Exit codes: 0, 1 if it fails or with {@code --strict} misses a target, 2 for bad use. */
@Command(
        name = "max-weather bench",
        description = {
            "Measures what a decision of the authorizer costs, beside others that do the same.",
            "All of it takes about ten minutes on two cores that have nothing else to do, --quick a third of that."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench implements Callable<Integer> {
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(60);
    private static final int DATABASE_WARM_UP = 300;

    /** What can be measured by itself. */
    enum Suite {
        parts,
        processes,
        start,
        size
    }

    @Option(names = "--root", paramLabel = "<folder>", hidden = true, description = "The repository's root.")
    private Path root = Path.of(".");

    @Option(names = "--quick", description = "Fewer rounds and shorter ones.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "<name>",
            description = "One of ${COMPLETION-CANDIDATES}; may be given more than once.")
    private Set<Suite> only = new TreeSet<>();

    @Option(names = "--markdown", description = "Print the tables as they stand in docs/performance.md.")
    private boolean markdown;

    @Option(names = "--strict", description = "Exit with 1 if a target is missed.")
    private boolean strict;

    public static void main(String[] arguments) {
        // The local platform's jar brings a log of its own, which is not for here.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.exit(new CommandLine(new Bench())
                .setCommandName("max-weather bench")
                .setExecutionExceptionHandler((problem, line, _) -> {
                    line.getErr().println("max-weather: bench: " + problem.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = root.toRealPath().resolve("target/bench");
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        Progress progress = new Progress(System.err);
        String before = load();
        long start = System.nanoTime();
        Measurements results = measure(effort, folder, progress);
        progress.end();
        Report report = new Report(results, effort);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (Table table : report.tables()) {
            out.println(markdown ? table.markdown() : table.text());
        }
        out.printf(
                "Medians; %d s on %d cores, load %s before and %s after, %s %s.%n",
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                Runtime.getRuntime().availableProcessors(),
                before,
                load(),
                System.getProperty("java.vendor.version"),
                System.getProperty("java.version"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("effort", quick ? "quick" : "full");
        json.put("loadBefore", before);
        json.put("loadAfter", load());
        json.putAll(report.json());
        Files.writeString(folder.resolve("results.json"), JsonText.of(json) + "\n");
        return strict && !report.isMet() ? 1 : 0;
    }

    private Measurements measure(Effort effort, Path folder, Progress progress)
            throws IOException, InterruptedException, RunnerException {
        Set<Suite> suites = only.isEmpty() ? Set.of(Suite.values()) : only;
        Optional<Path> peer =
                suites.contains(Suite.processes) ? NodeAuthorizer.install(root.toRealPath(), folder) : Optional.empty();
        if (suites.contains(Suite.processes) && peer.isEmpty()) {
            System.err.println(
                    "The peer in Node is left out: it needs node, npm and a registry; see " + folder + "/npm.log");
        }
        return measure(root.toRealPath(), folder, effort, suites, peer, progress);
    }

    /** @param peer the folder of the authorizer in Node, if it is to be asked too */
    static Measurements measure(
            Path root, Path folder, Effort effort, Set<Suite> suites, Optional<Path> peer, Progress progress)
            throws IOException, InterruptedException, RunnerException {
        Measurements results = new Measurements();
        if (suites.contains(Suite.size)) {
            results.add("function/bytes", (double) bytes(Contenders.function(root)));
        }
        if (Set.of(Suite.size).containsAll(suites)) {
            return results;
        }
        progress.step("tokens", 0, 1, "signing");
        Workload workload = Workload.create(folder.resolve("workload"));
        if (suites.contains(Suite.parts)) {
            MicroSuite.run(effort, workload, results, progress);
        }
        if (suites.contains(Suite.processes) || suites.contains(Suite.start)) {
            processes(root, folder, effort, suites, peer, workload, results, progress);
        }
        return results;
    }

    private static void processes(
            Path root,
            Path folder,
            Effort effort,
            Set<Suite> suites,
            Optional<Path> peer,
            Workload workload,
            Measurements results,
            Progress progress)
            throws IOException, InterruptedException {
        Path scratch = folder.resolve("processes");
        delete(scratch);
        Files.createDirectories(scratch);
        progress.step("database", 0, 1, "starting");
        try (KeyServer issuer = workload.serveKeys();
                DynamoDbLocal database = DynamoDbLocal.start(
                        root.resolve("dynamodb-local/target/server"), DATABASE_TIMEOUT, List.of(), _ -> {})) {
            createTable(database);
            Contenders contenders = new Contenders(root, scratch, issuer.address(), database.endpoint());
            if (suites.contains(Suite.processes)) {
                List<Contender> all = new ArrayList<>();
                peer.ifPresent(place -> all.add(contenders.node(place)));
                all.addAll(contenders.java(Contenders.TIERED));
                all.addAll(contenders.java(Contenders.C1));
                ProcessSuite.run(effort, all, workload, scratch, results, progress);
                TableCalls.count(contenders, database.endpoint(), workload, scratch, results);
            }
            if (suites.contains(Suite.start)) {
                new StartSuite(root, scratch, contenders, workload).run(effort, results, progress);
            }
        }
    }

    private static void createTable(DynamoDbLocal database) {
        try (DynamoDbClient client = DynamoDbClients.create(
                DATABASE_TIMEOUT,
                builder -> builder.endpointOverride(database.endpoint())
                        .region(Region.AP_SOUTHEAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))))) {
            QuotaTable.create(client, "quota");
            // A database that is cold itself would be in everyone's first answer.
            var ledger = new BatchLedger(new DynamoDbLedgerStore(client, "quota"), Clock.systemUTC());
            for (int i = 0; i < DATABASE_WARM_UP; i++) {
                ledger.take("warm-up", OptionalLong.empty(), OptionalLong.empty(), 1);
            }
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The machine's load of the last minute. */
    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }
}
