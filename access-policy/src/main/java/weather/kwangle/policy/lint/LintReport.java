package weather.kwangle.policy.lint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weather.kwangle.policy.Place;
import weather.kwangle.policy.json.JsonTree;

/** Findings in the forms that people, scripts and code hosts read. */
public final class LintReport {
    private final List<Finding> findings;

    public LintReport(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /** Whether one of them is an error. */
    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    /** {@code 1 error, 0 warnings, 2 notes}. */
    public String summary() {
        return "%s, %s, %s"
                .formatted(
                        counted(Severity.ERROR, "error"),
                        counted(Severity.WARNING, "warning"),
                        counted(Severity.NOTE, "note"));
    }

    public String json() {
        List<Object> list = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("rule", finding.rule().id());
            tree.put("severity", finding.rule().severity().level());
            tree.put("file", finding.place().file());
            tree.put("line", finding.place().line());
            tree.put("column", finding.place().column());
            tree.put("message", finding.message());
            list.add(tree);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errors", count(Severity.ERROR));
        report.put("warnings", count(Severity.WARNING));
        report.put("notes", count(Severity.NOTE));
        report.put("findings", list);
        return JsonTree.indented(report);
    }

    /** SARIF 2.1.0 (OASIS), which code hosts show beside the change. */
    public String sarif() {
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "max-weather policy lint");
        driver.put(
                "rules", Arrays.stream(LintRule.values()).map(LintReport::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("columnKind", "unicodeCodePoints");
        run.put("results", findings.stream().map(LintReport::result).toList());
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        log.put("runs", List.of(run));
        return JsonTree.indented(log);
    }

    private static Map<String, Object> rule(LintRule rule) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", rule.id());
        tree.put("shortDescription", Map.of("text", rule.description()));
        tree.put("defaultConfiguration", Map.of("level", rule.severity().level()));
        return tree;
    }

    private static Map<String, Object> result(Finding finding) {
        Place place = finding.place();
        Map<String, Object> region = new LinkedHashMap<>();
        region.put("startLine", place.line());
        region.put("startColumn", place.column());
        Map<String, Object> location = new LinkedHashMap<>();
        location.put("artifactLocation", Map.of("uri", uri(place.file())));
        location.put("region", region);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ruleId", finding.rule().id());
        tree.put("level", finding.rule().severity().level());
        tree.put("message", Map.of("text", finding.message()));
        tree.put("locations", List.of(Map.of("physicalLocation", location)));
        return tree;
    }

    /** SARIF wants a reference (RFC 3986 section 4.1), whose first segment must not look like a scheme. */
    private static String uri(String file) {
        try {
            return new URI(null, null, file.replaceFirst("^[^/]*:", "./$0"), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(file + " is no path", e);
        }
    }

    private String counted(Severity severity, String noun) {
        int count = count(severity);
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private int count(Severity severity) {
        return (int) findings.stream()
                .filter(finding -> finding.rule().severity() == severity)
                .count();
    }
}
