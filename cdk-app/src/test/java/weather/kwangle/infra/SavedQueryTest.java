package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.authorizer.DecisionLines;
import weather.kwangle.edge.Decision;

class SavedQueryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WORDS_OF_THE_LANGUAGE = Set.of(
            "fields",
            "filter",
            "sort",
            "limit",
            "stats",
            "count",
            "sum",
            "by",
            "as",
            "asc",
            "desc",
            "and",
            "or",
            "not",
            "in",
            "like",
            "ispresent");

    private final CloudAssembly production = CloudAssembly.production();

    @Test
    void eachIsSavedInTheEnvironmentsFolder() {
        assertThat(production.resources("AWS::Logs::QueryDefinition"))
                .extracting(query -> query.text("Name"))
                .containsExactlyInAnyOrder(
                        "max-weather/slow-requests",
                        "max-weather/errors-by-endpoint",
                        "max-weather/denied-by-reason",
                        "max-weather/decisions-by-client",
                        "max-weather/gateway-errors",
                        "max-weather/application-warnings",
                        "max-weather/pod-restarts",
                        "max-weather/cluster-changes",
                        "max-weather/blocked-by-firewall");
    }

    /** A query for a field that no line has finds nothing, and says nothing about it. */
    @ParameterizedTest
    @CsvSource({"slow-requests", "errors-by-endpoint"})
    void queriesOfTheAccessLogAskForFieldsThatItHas(String name) throws JsonProcessingException {
        assertThat(fieldsAskedFor(name)).isSubsetOf(fieldsOf(LogLines.access("/forecast", 200, 41, "37")));
    }

    @ParameterizedTest
    @CsvSource({"denied-by-reason", "decisions-by-client"})
    void queriesOfTheAuthorizersLinesAskForFieldsThatTheyHave(String name) throws JsonProcessingException {
        assertThat(fieldsAskedFor(name))
                .isSubsetOf(fieldsOf(
                        DecisionLines.allowed(Decision.ALLOW),
                        DecisionLines.denied(),
                        DecisionLines.unauthorized(),
                        DecisionLines.failed()));
    }

    @Test
    void theQueryOfTheAuditLogAsksForFieldsThatItHas() throws JsonProcessingException {
        assertThat(fieldsAskedFor("cluster-changes"))
                .isSubsetOf(
                        fieldsOf(LogLines.audit("someone", "patch", "scale", "weather-api", "ResponseComplete", 200)));
    }

    /** Words of the query that are neither the language's, nor quoted, nor made by the query itself. */
    private Set<String> fieldsAskedFor(String name) {
        String query = production
                .resources("AWS::Logs::QueryDefinition")
                .filter(each -> each.text("Name").equals("max-weather/" + name))
                .findFirst()
                .orElseThrow()
                .text("QueryString")
                .replaceAll("\"[^\"]*\"|/[^/]*/", " ");
        Set<String> made = words(query, "as (\\w+)");
        Set<String> fields = words(query, "(?<!@)\\b([A-Za-z][\\w.]*)");
        fields.removeAll(WORDS_OF_THE_LANGUAGE);
        fields.removeAll(made);
        assertThat(fields).isNotEmpty();
        return fields;
    }

    private static Set<String> words(String text, String pattern) {
        Set<String> words = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(result -> words.add(result.group(1)));
        return words;
    }

    private static Set<String> fieldsOf(String... lines) throws JsonProcessingException {
        Set<String> fields = new TreeSet<>();
        for (String line : List.of(lines)) {
            JSON.readTree(line)
                    .properties()
                    .forEach(field -> Stream.concat(
                                    Stream.of(field.getKey()),
                                    field.getValue().properties().stream()
                                            .map(inner -> field.getKey() + "." + inner.getKey()))
                            .forEach(fields::add));
        }
        return fields;
    }
}
