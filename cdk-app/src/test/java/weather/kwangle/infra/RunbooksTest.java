package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever follows a runbook at night must find what it names. */
class RunbooksTest {
    private static final Path FOLDER = CloudAssembly.ROOT.resolve("docs/runbooks");
    private static final Pattern QUERY = Pattern.compile("`(max-weather/[a-z-]+)`");
    private static final Pattern DASHBOARD = Pattern.compile("[Dd]ashboard `(max-weather-[a-z]+)`");
    private static final Pattern LOG_GROUP = Pattern.compile("aws logs tail (\\S+)");
    private static final Pattern METRICS = Pattern.compile("for metric in ([A-Za-z ]+); do");
    private static final Pattern SCRIPT = Pattern.compile("(?m)(ci/[a-z-]+\\.sh|\\./max-weather)\\b");
    private static final Pattern COMMANDS = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private final CloudAssembly production = CloudAssembly.production();
    private final Names names = Names.of("production");

    static List<Path> runbooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void theQueriesAndDashboardsItNamesExist(Path runbook) throws IOException {
        assertThat(named(QUERY, runbook)).isSubsetOf(texts("AWS::Logs::QueryDefinition", "Name"));
        assertThat(named(DASHBOARD, runbook)).isSubsetOf(texts("AWS::CloudWatch::Dashboard", "DashboardName"));
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void theLogGroupsItReadsExist(Path runbook) throws IOException {
        assertThat(named(LOG_GROUP, runbook))
                .isSubsetOf(
                        names.archiveErrorLogs(),
                        names.functionLogs(names.edgeKeyRotationFunction()),
                        names.functionLogs(names.policyValidatorFunction()),
                        names.functionLogs(names.refundFunction()),
                        names.functionLogs(names.authorizerFunction()));
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void theMetricsItAsksForArePublished(Path runbook) throws IOException {
        Set<String> published = MetricPublisher.of(production).stream()
                .filter(publisher -> publisher.namespace().equals(names.metricNamespace()))
                .flatMap(publisher -> publisher.metrics().stream())
                .collect(Collectors.toSet());
        assertThat(named(METRICS, runbook).stream().flatMap(list -> Stream.of(list.split(" "))))
                .allMatch(published::contains);
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void thePagesItLinksToExist(Path runbook) throws IOException {
        assertThat(named(LINK, runbook))
                .allSatisfy(link -> assertThat(FOLDER.resolve(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void theScriptsItRunsExist(Path runbook) throws IOException {
        assertThat(named(SCRIPT, runbook))
                .allSatisfy(
                        script -> assertThat(CloudAssembly.ROOT.resolve(script)).isExecutable());
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void itsCommandsAreShell(Path runbook) throws IOException, InterruptedException {
        for (String commands : named(COMMANDS, runbook)) {
            Process shell =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            try (Writer input = shell.outputWriter(StandardCharsets.UTF_8)) {
                input.write(commands);
            }
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as("%s%n%s", commands, said).isZero();
        }
    }

    private Set<String> texts(String type, String property) {
        return production
                .resources(type)
                .map(resource -> resource.text(property))
                .collect(Collectors.toSet());
    }

    private static Set<String> named(Pattern pattern, Path runbook) throws IOException {
        return pattern.matcher(Files.readString(runbook))
                .results()
                .map(result -> result.group(1))
                // The repositories are named like queries.
                .filter(name ->
                        !name.equals(Names.WEATHER_API_REPOSITORY) && !name.equals(Names.EDGE_GATEWAY_REPOSITORY))
                .filter(name -> !name.equals(Names.of("production").edgeKeySecret()))
                .collect(Collectors.toSet());
    }
}
