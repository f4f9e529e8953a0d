package weather.kwangle.authorizer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void every_kind_of_value_is_written_in_one_line() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a");
        object.put("numbers", List.of(1, -2L, 0.5));
        object.put("array", new Object[] {true, List.of()});
        object.put("object", Map.of("empty", Map.of()));

        assertThat(JsonText.of(object)).isEqualTo("""
                {"text":"a","numbers":[1,-2,0.5],"array":[true,[]],"object":{"empty":{}}}""");
    }

    @Test
    void what_is_not_printable_ascii_is_escaped() {
        assertThat(JsonText.of(Map.of("\"\\", "\u001F ~\u007F\u00E9\uD83D\uDE00\n")))
                .isEqualTo("{\"\\\"\\\\\":\"\\u001f ~\\u007f\\u00e9\\ud83d\\ude00\\u000a\"}");
    }

    @Test
    void a_line_is_printed_at_once() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        JsonText.print(new PrintStream(new BufferedOutputStream(bytes)), Map.of("a", 1));

        assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"a\":1}\n");
    }

    @Test
    void what_has_no_json_is_refused() {
        assertThatThrownBy(() -> JsonText.of(Map.of("a", Thread.State.NEW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no JSON for class java.lang.Thread$State");
    }
}
