package weather.kwangle.policy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the tool takes for policies and logs of the size that it is made for. The figures are printed, not judged: a
 * machine has its own. What comes out is judged.
 */
@Tag("slow")
class PolicyFiguresTest {
    private static final int CLIENTS = 1_000;
    private static final int OPERATIONS = 20;
    private static final int SCOPES = 12;
    private static final int LINES = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void the_difference_of_two_policies_of_a_thousand_clients() throws IOException {
        Files.writeString(directory.resolve("old.yaml"), policy(new Random(1)));
        Files.writeString(directory.resolve("new.yaml"), policy(new Random(2)));
        Tool tool = Tool.in(directory);

        Tool.Run first = tool.run("diff", "old.yaml", "new.yaml", "--time");
        Tool.Run again = tool.run("diff", "old.yaml", "new.yaml", "--time");
        Tool.Run same = tool.run("diff", "old.yaml", "old.yaml", "--time");

        assertThat(first.out()).contains("+ gains with", "- loses with", "GET /operation-19");
        assertThat(same.out()).startsWith("No change");
        System.out.printf(
                "diff of %,d clients, %d operations, %d scopes, every client changed: %s, again: %s, unchanged: %s%n",
                CLIENTS, OPERATIONS, SCOPES, last(first), last(again), last(same));
    }

    @Test
    void a_log_of_a_million_lines() throws IOException {
        Files.writeString(directory.resolve("new.yaml"), policy(new Random(1)));
        log(directory.resolve("log"), new Random(3));

        Tool.Run run = Tool.in(directory).run("replay", "log", "new.yaml", "--html", "report.html");

        assertThat(run.out()).contains("1,000,000 lines", "malformed: 1,000");
        System.out.println("replay against a policy of " + CLIENTS + " clients: " + last(run));
    }

    private static String last(Tool.Run run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("compared") || line.startsWith("read"))
                .reduce("", (_, line) -> line);
    }

    /** Clients that are all unlike, each with a bound and three groups. */
    private static String policy(Random random) {
        StringBuilder text = new StringBuilder("version: 1\nresourceServer: mw\noperations:\n");
        for (int i = 0; i < OPERATIONS; i++) {
            text.append("  GET /operation-%d: { allOf: %s, anyOf: %s }\n"
                    .formatted(i, scopes(random, 2), scopes(random, 3)));
        }
        text.append("plans: { trial: { rate: 5/s, burst: 10, day: 1000 } }\nclients:\n");
        for (int i = 0; i < CLIENTS; i++) {
            text.append("  client-%04d: { plan: trial, scopes: %s, groups: { a: %s, b: %s, c: %s } }\n"
                    .formatted(i, scopes(random, 4), scopes(random, 3), scopes(random, 3), scopes(random, 3)));
        }
        return text.toString();
    }

    private static List<String> scopes(Random random, int count) {
        List<String> all = new ArrayList<>(
                IntStream.range(0, SCOPES).mapToObj(i -> "read:s" + i).toList());
        Collections.shuffle(all, random);
        return all.subList(0, count);
    }

    private static void log(Path file, Random random) throws IOException {
        try (BufferedWriter log = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                if (i % 1_000 == 7) {
                    log.write("{\"type\":\"decision\",\n");
                } else {
                    log.write(line(i, random));
                }
            }
        }
    }

    private static String line(int i, Random random) {
        int client = random.nextInt(CLIENTS);
        String scopes = scopes(new Random(client % 50), 5).stream()
                .map(scope -> "\"mw/" + scope + "\"")
                .collect(Collectors.joining(","));
        return """
                {"type":"decision","time":"2026-11-%02dT%02d:%02d:00.123456Z","requestId":"8b0a2d7e-3c1f-4f5a-9d67-%012x",\
                "decision":"allow","client":"client-%04d","scopes":[%s],"groups":["a"],"plan":"trial",\
                "operation":"GET /operation-%d","reason":"allowed","policyVersion":"1-0123456789ab","durationMicros":%d}
                """.formatted(
                        1 + i / 40_000,
                        i / 1_700 % 24,
                        i % 60,
                        i,
                        client,
                        scopes,
                        random.nextInt(OPERATIONS),
                        100 + random.nextInt(900));
    }
}
