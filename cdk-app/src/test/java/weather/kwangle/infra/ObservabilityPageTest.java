package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/observability.md say what production's template holds.
 * {@code mvn -pl cdk-app -am test -Dtest=ObservabilityPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dwrite=true} writes
 * them again.
 */
class ObservabilityPageTest {
    private static final Path PAGE = Path.of("docs/observability.md");

    private final CloudAssembly production = CloudAssembly.production();

    @Test
    void theTableOfWidgetsIsTheTemplates() throws IOException {
        StringBuilder table = new StringBuilder("| dashboard | widget | metric | published by |\n|---|---|---|---|\n");
        Widget.of(production).forEach(widget -> {
            String dashboard = widget.dashboard().replace("max-weather-", "");
            switch (widget.type()) {
                case "alarm" -> row(table, dashboard, widget.title(), "the states of all alarms", "CloudWatch");
                case "log" -> row(table, dashboard, widget.title(), "query of " + logGroups(widget), "CloudWatch Logs");
                default -> row(table, dashboard, widget.title(), metrics(widget), publishers(widget));
            }
        });
        assertThat(new GeneratedPart(PAGE, "widgets").standing(table.toString()))
                .isEqualTo(table.toString());
    }

    @Test
    void theTableOfAlarmsIsTheTemplates() throws IOException {
        StringBuilder table = new StringBuilder("| alarm | rings when | runbook |\n|---|---|---|\n");
        Stream.of("AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Alarm")
                .flatMap(production::resources)
                .filter(alarm -> !alarm.property("AlarmActions").isMissingNode())
                .forEach(alarm -> {
                    String[] description = alarm.text("AlarmDescription").split(" Runbook: docs/", -1);
                    String runbook = description[1];
                    row(
                            table,
                            "`" + alarm.text("AlarmName") + "`",
                            description[0],
                            "[%s](%s)".formatted(runbook.replaceAll("runbooks/|\\.md", ""), runbook));
                });
        assertThat(new GeneratedPart(PAGE, "alarms").standing(table.toString())).isEqualTo(table.toString());
    }

    @Test
    void theTableOfQueriesIsTheTemplates() throws IOException {
        StringBuilder table = new StringBuilder("| query | log group |\n|---|---|\n");
        production
                .resources("AWS::Logs::QueryDefinition")
                .sorted(Comparator.comparing(query -> query.text("Name")))
                .forEach(query ->
                        row(table, "`" + query.text("Name") + "`", "`" + query.text("LogGroupNames", 0) + "`"));
        assertThat(new GeneratedPart(PAGE, "queries").standing(table.toString()))
                .isEqualTo(table.toString());
    }

    private static void row(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String metrics(Widget widget) {
        return widget.metrics().stream()
                .map(metric -> "`" + metric.name() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String publishers(Widget widget) {
        List<MetricPublisher> all = MetricPublisher.of(production);
        Set<String> names = new LinkedHashSet<>();
        for (MetricReference metric : widget.metrics()) {
            all.stream()
                    .filter(publisher -> publisher.publishes(metric))
                    .map(publisher -> publisher.name() + " (`" + publisher.namespace() + "`)")
                    .findFirst()
                    .ifPresent(names::add);
        }
        return String.join(", ", names);
    }

    private static String logGroups(Widget widget) {
        return widget.properties()
                .path("query")
                .asText()
                .lines()
                .flatMap(line -> Stream.of(line.split("\\|", -1)))
                .map(String::strip)
                .filter(part -> part.startsWith("SOURCE"))
                .map(part -> part.replace("SOURCE ", "").replace('\'', '`'))
                .collect(Collectors.joining(", "));
    }
}
