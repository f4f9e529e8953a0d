package weather.kwangle.registry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.registry.Environment;
import weather.kwangle.registry.command.Tool.Run;

/**
 * The operators' guide does what it says, step by step: on a table as the platform on this machine has it, and in a production
 * that has a stand-in of Cognito and API Gateway.
 */
@Tag("slow")
class ClientGuideTest {
    private static final Path GUIDE = Tool.ROOT.resolve("docs/guides/managing-clients.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String COMMAND = "./max-weather client ";
    private static final String POLICY = "access-policy/policy/access-policy.yaml";
    private static final String TABLE = Environment.PRODUCTION.quotaTable();

    private final AwsStandIn aws = new AwsStandIn("max-weather-trial", "max-weather-partner", "max-weather-internal");

    @TempDir
    private Path directory;

    @BeforeEach
    void makeACheckoutWithARunningPlatform() throws IOException {
        Files.createDirectories(directory.resolve(POLICY).getParent());
        Files.copy(Tool.ROOT.resolve(POLICY), directory.resolve(POLICY));
        Files.createDirectories(directory.resolve("target"));
        Files.writeString(
                directory.resolve("target/platform.json"),
                JsonMapper.shared()
                        .writeValueAsString(Map.of("dynamodb", Table.endpoint().toString())));
        Table.recreate(TABLE);
        Table.put(TABLE, "trial-tester", Map.of("plan", AttributeValue.fromS("trial")));
        Table.put(TABLE, "batch-writer", Map.of("plan", AttributeValue.fromS("partner")));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private Connections connect(Destination destination) {
        return destination instanceof Destination.Deployed ? aws.connect() : Connections.open(destination);
    }

    @Test
    void every_step_prints_what_the_guide_shows() throws IOException {
        int commands = 0;
        for (String console : blocks("console")) {
            commands += runAll(console);
        }
        assertThat(commands).isEqualTo(17);
    }

    @Test
    void the_rights_in_the_guide_are_those_that_its_commands_need() throws IOException {
        for (String console : blocks("console")) {
            var _ = runAll(console);
        }
        JsonNode statements =
                JsonMapper.shared().readTree(blocks("json").getFirst()).path("Statement");
        List<String> allowed = statements
                .valueStream()
                .flatMap(statement -> each(statement.path("Action"))
                        .flatMap(action -> each(statement.path("Resource"))
                                .map(resource -> action + " " + resource.replaceFirst("^arn:[^/]*::", ""))))
                .toList();

        assertThat(aws.calls).allSatisfy(call -> assertThat(allowed).anyMatch(right -> covers(right, call)));
        assertThat(allowed)
                .filteredOn(right -> right.startsWith("cognito-idp") || right.startsWith("apigateway"))
                .allSatisfy(right -> assertThat(aws.calls).anyMatch(call -> covers(right, call)));
    }

    private static boolean covers(String right, String call) {
        String asked = call.contains(" ") ? "apigateway:" + call : "cognito-idp:" + call + " ";
        String[] parts = right.split(" ", 2);
        return call.contains(" ")
                ? asked.matches(Pattern.quote(right).replace("*", "\\E[^/]+\\Q"))
                : asked.equals(parts[0] + " ");
    }

    private static Stream<String> each(JsonNode oneOrMany) {
        return oneOrMany.isArray() ? oneOrMany.valueStream().map(JsonNode::asString) : Stream.of(oneOrMany.asString());
    }

    private static List<String> blocks(String kind) throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .filter(block -> block.group(1).equals(kind))
                .map(block -> block.group(3))
                .toList();
    }

    /** A command, with the lines up to the next one as what it prints. */
    private int runAll(String console) {
        List<String> commands = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (String line : console.lines().toList()) {
            if (line.startsWith("$ ")) {
                assertThat(line).startsWith("$ " + COMMAND);
                commands.add(line.substring(2 + COMMAND.length()));
                printed.add("");
            } else {
                printed.set(printed.size() - 1, printed.getLast() + line + "\n");
            }
        }
        for (int i = 0; i < commands.size(); i++) {
            String shown = printed.get(i);
            String output = run(commands.get(i));
            assertThat(shown.startsWith("table ") ? output : output.replaceFirst("^table .*\n", ""))
                    .as(commands.get(i))
                    .matches(pattern(shown));
        }
        return commands.size();
    }

    private String run(String command) {
        Matcher argument = ARGUMENT.matcher(command);
        String[] arguments = argument.results()
                .map(each -> each.group(1) == null ? each.group(2) : each.group(1))
                .toArray(String[]::new);
        Run run = Tool.of(directory, this::connect).run(arguments);
        return run.err() + run.out();
    }

    /** A line of … stands for any lines, … within a line for any text. */
    private static Pattern pattern(String printed) {
        return Pattern.compile(printed.lines()
                .map(line -> line.equals("…")
                        ? "(?:.*\n)*?"
                        : Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))
                                + "\n")
                .collect(Collectors.joining()));
    }
}
