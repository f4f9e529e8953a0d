package weather.kwangle.authorizer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                "{\"a\":1",
                "{\"a\":-",
                "{\"a\":1.",
                "{\"a\":/}",
                "{\"a\"::}",
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
    void depth_and_numbers_are_bounded() throws JsonFormatException {
        assertThat(read("{\"a\":{\"a\":{\"a\":{}}}}")).containsOnlyKeys("a");
        assertThat(read("{\"a\":[[[1]]]}")).containsOnlyKeys("a");
        assertThatThrownBy(() -> read("{\"a\":[[[[1]]]]}")).hasMessage("nested deeper than 4 levels at offset 8");

        String digits = "1".repeat(32);
        assertThat(read("{\"a\":" + digits + "}")).containsExactly(entry("a", new BigDecimal(digits)));
        assertThatThrownBy(() -> read("{\"a\":" + digits + "1}"))
                .hasMessage("a number of more than 32 characters at offset 38");
    }

    @ParameterizedTest
    @CsvSource({
        "'', unexpected end at offset 0",
        "' [', expected an object at offset 1",
        "'{} x', expected the end at offset 3",
        "'{\"a\" 1}', expected : at offset 5",
        "'{\"a\":1 ]', expected } at offset 7",
        "'{\"a\":[1 }', expected ] at offset 8",
        "'{\"a\":1,\"a\":2}', a member stands twice at offset 7",
        "'{\"a\":\"\\q\"}', an unknown escape at offset 8",
        "'{\"a\":\"\\u00g0\"}', expected four hex digits at offset 11",
        "'{\"a\":nil}', expected a value at offset 5",
        "'{\"a\":nul', expected a value at offset 5",
        "'{\"a\":null', expected } at offset 9",
        "'{\"a\":-x}', expected a value at offset 6"
    })
    void a_refusal_says_what_and_where(String text, String message) {
        assertThatThrownBy(() -> read(text)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "7", "-7", "10", "90", "999999999999999999", "-99999999999999999"})
    void a_whole_number_of_up_to_eighteen_characters_is_a_long(String number) throws JsonFormatException {
        assertThat(read("{\"a\":" + number + "}")).containsExactly(entry("a", Long.valueOf(number)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890123456789", "0.5", "-1.25", "1E2", "1e+2", "1e-2", "0e0"})
    void another_number_keeps_every_digit(String number) throws JsonFormatException {
        assertThat(read("{\"a\":" + number + "}")).containsExactly(entry("a", new BigDecimal(number)));
    }

    @Test
    void every_escape_and_every_white_space_is_read() throws JsonFormatException {
        assertThat(
                        read(
                                " \t\r\n{ \t\r\n\"a\" \n: \r\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u00e9\\uABcd\" \t, \"b\":[ ],\"c\":{ } }\n"))
                .containsExactly(
                        entry("a", "\b\f\n\r\t/\\\"\u00e9\uabcd"), entry("b", List.of()), entry("c", Map.of()));
    }

    @Test
    void what_is_read_cannot_be_changed() throws JsonFormatException {
        Map<String, Object> read = read("{\"a\":[1],\"b\":{\"c\":1},\"d\":{},\"e\":[]}");

        for (String member : List.of("a", "e")) {
            assertThat((List<?>) read.get(member)).isUnmodifiable();
        }
        for (String member : List.of("b", "d")) {
            assertThat((Map<?, ?>) read.get(member)).isUnmodifiable();
        }
        assertThat(read).isUnmodifiable();
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

    @Test
    void the_character_that_stands_for_broken_bytes_may_be_written() throws JsonFormatException {
        assertThat(read("{\"a\":\"x\uFFFD\"}")).containsExactly(entry("a", "x\uFFFD"));
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

    @Property(seed = "20261126")
    void a_string_is_read_whatever_its_characters_and_wherever_they_stand(@ForAll("unescaped") String text)
            throws JsonFormatException {
        assertThat(read("{\"a\":\"" + text + "\",\"b\":\"\\n" + text + "\\\"\"}"))
                .containsExactly(entry("a", text), entry("b", "\n" + text + "\""));
    }

    @Property(seed = "20261126")
    void a_control_character_is_found_wherever_it_stands_in_a_string(
            @ForAll("unescaped") String before,
            @ForAll @IntRange(max = 0x1F) int control,
            @ForAll("unescaped") String after) {
        assertThatThrownBy(() -> read("{\"a\":\"" + before + (char) control + after + "\"}"))
                .hasMessageStartingWith("a control character in a string at offset ");
    }

    @Property(seed = "20261126")
    void a_string_that_ends_nowhere_is_refused(@ForAll("unescaped") String text) {
        assertThatThrownBy(() -> read("{\"a\":\"" + text)).hasMessageStartingWith("unexpected end at offset ");
    }

    /** Texts of Unicode that a JSON string may hold as they are. */
    @Provide
    Arbitrary<String> unescaped() {
        Arbitrary<String> ascii = Arbitraries.strings()
                .withCharRange('!', '~')
                .excludeChars('"', '\\')
                .ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings()
                .excludeChars('"', '\\')
                .ofMaxLength(20)
                .filter(text -> text.chars().allMatch(c -> c >= ' ')
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text));
        return Combinators.combine(ascii, any).as(String::concat);
    }

    private static Map<String, Object> read(String text) throws JsonFormatException {
        return StrictJson.object(text.getBytes(StandardCharsets.UTF_8), 4);
    }
}
