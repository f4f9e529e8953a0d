package weather.kwangle.authorizer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checker that lets everything pass would prove nothing. */
class EmbeddedMetricFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String GOOD =
            "{\"_aws\":{\"Timestamp\":1795435200000,\"CloudWatchMetrics\":[{\"Namespace\":\"A\","
                    + "\"Dimensions\":[[],[\"D\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"D\":\"d\",\"M\":[1,2.5]}";

    @Test
    void a_good_line_passes() {
        assertThat(EmbeddedMetricFormat.read(GOOD, NOW)).containsEntry("D", "d");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "Timestamp":1795435200000 | "Timestamp":1795435200      | seconds instead of milliseconds
            "Timestamp":1795435200000 | "Timestamp":"1795435200000" | a text for a time
            "Namespace":"A"           | "Namespace":"AWS/Lambda"    | a namespace of AWS
            "Namespace":"A"           | "Name":"A"                  | no namespace
            [[],["D"]]                | []                          | no set of dimensions
            [[],["D"]]                | [["E"]]                     | a dimension without a value
            "D":"d"                   | "D":7                       | a number for a dimension
            "D":"d"                   | "D":""                      | an empty dimension
            "Count"                   | "count"                     | an unknown unit
            "Metrics":[               | "Metrics":[{"Name":"N","Unit":"Count"}, | a metric without a value
            [1,2.5]                   | []                          | no values
            [1,2.5]                   | "1"                         | a text for a value
            "_aws"                    | "aws"                       | no metadata
            """)
    void a_broken_line_does_not(String part, String broken, String what) {
        assertThat(GOOD).contains(part);
        assertThatThrownBy(() -> EmbeddedMetricFormat.read(GOOD.replace(part, broken), NOW))
                .as(what)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void more_than_a_hundred_values_or_thirty_dimensions_do_not_pass() {
        assertThatThrownBy(() -> EmbeddedMetricFormat.read(GOOD.replace("[1,2.5]", "[" + "1,".repeat(100) + "1]"), NOW))
                .isInstanceOf(AssertionError.class);
        StringBuilder names = new StringBuilder("\"D\"");
        StringBuilder values = new StringBuilder("\"D\":\"d\"");
        for (int i = 0; i < 30; i++) {
            names.append(",\"D").append(i).append('"');
            values.append(",\"D").append(i).append("\":\"d\"");
        }
        String many = GOOD.replace("[\"D\"]", "[" + names + "]").replace("\"D\":\"d\"", values.toString());
        assertThatThrownBy(() -> EmbeddedMetricFormat.read(many, NOW)).isInstanceOf(AssertionError.class);
    }
}
