package weather.kwangle.policy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide for those who change the policy does what it says, step by step, on a copy of the shipped files. Its blocks
 * {@code console running} need a running platform and have a test there.
 */
class GuideTest {
    private static final Path GUIDE = Tool.ROOT.resolve("docs/guides/changing-the-access-policy.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)(?: (\\S+))?\n(.*?)^```$");
    private static final String TOOL = "./max-weather policy ";

    @TempDir
    private Path directory;

    @BeforeEach
    void copyTheShippedFiles() throws IOException {
        for (String file : List.of(
                "access-policy/policy/access-policy.yaml",
                "access-policy/policy/access-policy.cases.yaml",
                "access-policy/policy/access-policy.staging.yaml",
                "access-policy/policy/access-policy.staging.cases.yaml",
                "api/openapi.yaml",
                "cdk-app/environments/production.yaml",
                "cdk-app/environments/staging.yaml")) {
            copy(Tool.ROOT.resolve(file), directory.resolve(file));
        }
        // The pipeline's steps, with the stand-ins by which its own tests run them.
        try (Stream<Path> steps = Files.list(Tool.ROOT.resolve("ci"))) {
            for (Path step : steps.filter(Files::isRegularFile).toList()) {
                copy(step, directory.resolve("ci").resolve(step.getFileName()));
            }
        }
        copy(Tool.ROOT.resolve("ci/src/test/checkout/max-weather"), directory.resolve("max-weather"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void every_step_prints_what_the_guide_shows() throws Exception {
        Matcher block = BLOCK.matcher(Files.readString(GUIDE));
        int commands = 0;
        while (block.find()) {
            switch (block.group(1)) {
                case "console" -> commands += isForARunningPlatform(block) ? 0 : runAll(block.group(3));
                case "diff" -> apply(block.group(3));
                case "json" -> Files.writeString(directory.resolve(block.group(2)), block.group(3));
                default -> throw new AssertionError("no test of a block of " + block.group(1));
            }
        }
        assertThat(commands).isEqualTo(29);
        assertThat(directory.resolve("replay.html")).content().contains("acme-weather");
    }

    private static boolean isForARunningPlatform(Matcher block) {
        return "running".equals(block.group(2));
    }

    /** A command, with the lines up to the next one as what it prints. */
    private int runAll(String console) throws Exception {
        List<String> commands = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (String line : console.lines().toList()) {
            if (line.startsWith("$ ")) {
                commands.add(line.substring(2));
                printed.add("");
            } else {
                printed.set(printed.size() - 1, printed.getLast() + line + "\n");
            }
        }
        for (int i = 0; i < commands.size(); i++) {
            assertThat(run(commands.get(i))).as(commands.get(i)).matches(pattern(printed.get(i)));
        }
        return commands.size();
    }

    private String run(String command) throws Exception {
        if (command.startsWith(TOOL)) {
            Tool.Run run =
                    Tool.of(directory).run(command.substring(TOOL.length()).split(" "));
            return run.err() + run.out();
        }
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        String standIns = Tool.ROOT.resolve("ci/src/test/stubs").toString();
        shell.environment()
                .putAll(Map.of(
                        "PATH",
                        standIns + File.pathSeparator + System.getenv("PATH"),
                        "STUBS",
                        standIns,
                        "STUB_STATE",
                        Files.createDirectories(directory.resolve("stand-ins")).toString(),
                        "AWS_REGION",
                        "us-east-1",
                        "POLL_SECONDS",
                        "0"));
        Process process = shell.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + output).isZero();
        return output;
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

    private void apply(String diff) throws IOException {
        List<String> lines = diff.lines().toList();
        Path file = directory.resolve(lines.getFirst().substring("--- ".length()));
        String text = Files.readString(file);
        String before = marked(lines, "-");
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, marked(lines, "+")));
    }

    private static String marked(List<String> lines, String mark) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }
}
