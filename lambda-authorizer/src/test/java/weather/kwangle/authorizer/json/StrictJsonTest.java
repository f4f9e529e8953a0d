package weather.kwangle.authorizer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void every_kind_of_value_is_read() throws JsonFormatException {
        assertThat(read("""
                        {"a": "x\\u0041\\n\\"", "b": -12, "c": 1.50e2, "d": true, "e": false, "f": null,
                         "g": [1, [], {}], "h": {"i": "é"}, "j": 123456789012345678901}
                        """))
                .containsExactly(
                        entry("a", "xA\n\""),
                        entry("b", -12L),
                        entry("c", new BigDecimal("1.50e2")),
                        entry("d", true),
                        entry("e", false),
                        entry("f", Optional.empty()),
                        entry("g", List.of(1L, List.of(), Map.of())),
                        entry("h", Map.of("i", "é")),
                        entry("j", new BigDecimal("123456789012345678901")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "[]",
                "7",
                "\"a\"",
                "null",
                "{",
                "{}{}",
                "{},",
                "{}x",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'b'}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":0x1}",
                "{\"a\":TRUE}",
                "{\"a\":tru}",
                "{\"a\":nul",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u１２３４\"}",
                "{\"a\":\"",
                "{\"a\":1}//",
                "/**/{}",
                "\uFEFF{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"a\":[{\"b\":1,\"b\":2}]}",
                "{\"a\":111111111111111111111111111111111}",
                "{\"a\":1e99999999999}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}",
                "{\u00A0}"
            })
    void what_is_not_strict_json_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JsonFormatException.class);
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        for (byte[] bytes : List.of(
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                "{}".getBytes(StandardCharsets.UTF_16))) {
            assertThatThrownBy(() -> StrictJson.object(bytes, 4)).isInstanceOf(JsonFormatException.class);
        }
    }

    @Property(seed = "20261124")
    void what_is_written_is_read_back(
            @ForAll Map<String, String> texts, @ForAll List<Long> numbers, @ForAll boolean truth)
            throws JsonFormatException {
        Map<String, Object> object = Map.of("texts", texts, "numbers", numbers, "truth", truth);

        Map<String, Object> read = StrictJson.object(JsonText.of(object).getBytes(StandardCharsets.US_ASCII), 4);

        assertThat(read.get("texts")).isEqualTo(texts);
        assertThat(read.get("truth")).isEqualTo(truth);
        assertThat((List<?>) read.get("numbers"))
                .extracting(number -> new BigDecimal(String.valueOf(number)).longValueExact())
                .isEqualTo(numbers);
    }

    private static Map<String, Object> read(String text) throws JsonFormatException {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), 4);
    }
}
