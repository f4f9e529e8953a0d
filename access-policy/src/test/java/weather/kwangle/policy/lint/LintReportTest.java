package weather.kwangle.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.policy.Place;

class LintReportTest {
    private static final Finding NOTE = new Finding(LintRule.UNUSED_PLAN, new Place("p.yaml", 3, 5), "nobody has it");
    private static final Finding ERROR =
            new Finding(LintRule.OPERATION_WITHOUT_RULE, new Place("api.yaml", 7, 1), "no rule");

    @Test
    void it_counts_by_severity_and_only_an_error_is_one() {
        assertThat(new LintReport(List.of(NOTE, NOTE)))
                .returns("0 errors, 0 warnings, 2 notes", LintReport::summary)
                .returns(false, LintReport::hasErrors);
        assertThat(new LintReport(List.of(NOTE, ERROR)))
                .returns("1 error, 0 warnings, 1 note", LintReport::summary)
                .returns(true, LintReport::hasErrors);
    }

    @Test
    void findings_are_in_the_order_of_file_line_column_and_rule() {
        Finding first = new Finding(LintRule.UNUSED_PLAN, new Place("a.yaml", 9, 9), "");
        Finding second = new Finding(LintRule.UNUSED_PLAN, new Place("b.yaml", 1, 9), "");
        Finding third = new Finding(LintRule.UNUSED_PLAN, new Place("b.yaml", 2, 3), "");
        Finding fourth = new Finding(LintRule.OPERATION_WITHOUT_RULE, new Place("b.yaml", 2, 10), "");
        Finding fifth = new Finding(LintRule.UNUSED_PLAN, new Place("b.yaml", 2, 10), "");

        assertThat(List.of(fifth, third, fourth, first, second).stream()
                        .sorted(Finding.BY_PLACE)
                        .toList())
                .containsExactly(first, second, third, fourth, fifth);
    }

    @Test
    void as_json_each_finding_has_its_members() {
        assertThat(oneLine(new LintReport(List.of(ERROR, NOTE)).json())).isEqualTo("""
                { "errors" : 1, "warnings" : 0, "notes" : 1, "findings" : [ \
                { "rule" : "operation-without-rule", "severity" : "error", "file" : "api.yaml", "line" : 7, "column" : 1, \
                "message" : "no rule" }, \
                { "rule" : "unused-plan", "severity" : "note", "file" : "p.yaml", "line" : 3, "column" : 5, \
                "message" : "nobody has it" } ] }""");
    }

    @Test
    void as_sarif_each_finding_names_a_rule_that_is_described() {
        String sarif = oneLine(new LintReport(List.of(NOTE)).sarif());

        assertThat(sarif).startsWith("""
                        { "$schema" : "https://json.schemastore.org/sarif-2.1.0.json", "version" : "2.1.0", "runs" : [ { \
                        "tool" : { "driver" : { "name" : "max-weather policy lint", "rules" : [ \
                        { "id" : "unreadable-policy", "shortDescription" : { "text" : "The policy cannot be read." }, \
                        "defaultConfiguration" : { "level" : "error" } },""").endsWith("""
                        "columnKind" : "unicodeCodePoints", "results" : [ \
                        { "ruleId" : "unused-plan", "level" : "note", "message" : { "text" : "nobody has it" }, \
                        "locations" : [ { "physicalLocation" : { "artifactLocation" : { "uri" : "p.yaml" }, \
                        "region" : { "startLine" : 3, "startColumn" : 5 } } } ] } ] } ] }""");
        for (LintRule rule : LintRule.values()) {
            assertThat(sarif).contains("\"id\" : \"" + rule.id() + "\"", "\"text\" : \"" + rule.description() + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "policy/p.yaml, policy/p.yaml",
        "/tmp/p.yaml, /tmp/p.yaml",
        "standard input, standard%20input",
        "my <b>policy 100%.yaml, my%20%3Cb%3Epolicy%20100%25.yaml",
        "b:p.yaml, ./b:p.yaml",
        "a/b:p.yaml, a/b:p.yaml",
        "größe.yaml, gr%C3%B6%C3%9Fe.yaml"
    })
    void as_sarif_a_file_is_a_uri_reference(String file, String uri) {
        Finding finding = new Finding(LintRule.DEAD_RULE, new Place(file, 1, 1), "dead");

        assertThat(new LintReport(List.of(finding)).sarif()).contains("\"uri\" : \"" + uri + "\"");
        assertThat(URI.create(uri).getPath()).endsWith(file);
    }

    private static String oneLine(String json) {
        return json.replaceAll("\\s+", " ");
    }
}
