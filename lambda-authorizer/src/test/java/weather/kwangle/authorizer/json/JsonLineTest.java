package weather.kwangle.authorizer.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JsonLineTest {

    @Test
    void members_stand_in_one_line_in_the_order_in_which_they_come() {
        assertThat(printed(new JsonLine(8)
                        .text("text", "a \"b\" \u00e9\n")
                        .texts("texts", new String[] {"one", "two"})
                        .texts("none", new String[0])
                        .number("number", -7)
                        .numbers("numbers", new int[] {3, 2, 1}, 2)
                        .numbers("no numbers", new int[] {3}, 0)
                        .json("json", "{\"a\":[]}")))
                .isEqualTo("{\"text\":\"a \\\"b\\\" \\u00e9\\u000a\",\"texts\":[\"one\",\"two\"],\"none\":[],"
                        + "\"number\":-7,\"numbers\":[3,2],\"no numbers\":[],\"json\":{\"a\":[]}}\n");
    }

    @Test
    void objects_and_arrays_of_objects_nest_and_what_is_plain_is_taken_as_it_stands() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        new JsonLine(8)
                .object("object")
                .plain("plain", "a/b")
                .plains("plains", List.of("c", "d"))
                .plains("none", List.of())
                .endObject()
                .array("array")
                .element()
                .text("text", "\"")
                .endObject()
                .element()
                .endObject()
                .endArray()
                .number("number", 1)
                .writeTo(json);

        assertThat(json.toString(StandardCharsets.US_ASCII))
                .isEqualTo("{\"object\":{\"plain\":\"a/b\",\"plains\":[\"c\",\"d\"],\"none\":[]},"
                        + "\"array\":[{\"text\":\"\\\"\"},{}],\"number\":1}");
    }

    @Test
    void a_line_grows_with_whatever_is_written() {
        String value = "x".repeat(100);

        assertThat(printed(new JsonLine(0).plain("a", value))).isEqualTo("{\"a\":\"" + value + "\"}\n");
        assertThat(printed(new JsonLine(0).text("a", value))).isEqualTo("{\"a\":\"" + value + "\"}\n");
    }

    @Test
    void a_letter_that_is_not_ascii_never_becomes_syntax() {
        assertThat(printed(new JsonLine(0)
                        .plain("plain", "\u0122,\u0122")
                        .plains("plains", List.of("\u015d"))
                        .json("json", "\u027d")
                        .text("text", "\u0122")))
                .isEqualTo("{\"plain\":\"?,?\",\"plains\":[\"?\"],\"json\":?,\"text\":\"\\u0122\"}\n");
    }

    @Test
    void a_line_without_members_is_an_empty_object() {
        assertThat(printed(new JsonLine(8))).isEqualTo("{}\n");
    }

    @Property
    void whatever_is_written_is_read_again(
            @ForAll String text,
            @ForAll @Size(max = 5) List<String> texts,
            @ForAll long number,
            @ForAll @IntRange(max = 64) int expectedLength)
            throws JsonFormatException {
        String line = printed(new JsonLine(expectedLength)
                .text("text", text)
                .texts("texts", texts.toArray(String[]::new))
                .number("number", number));

        Map<String, Object> members = new LinkedHashMap<>();
        members.put("text", text);
        members.put("texts", texts);
        members.put("number", number);
        assertThat(line).isEqualTo(JsonText.of(members) + "\n").matches("[ -~]*\n");
        // Java has strings that are not Unicode; JSON escapes them, and a reader gets them back.
        assertThat(StrictJson.object(line.getBytes(StandardCharsets.US_ASCII), 2))
                .containsEntry("text", text)
                .containsEntry("texts", texts);
    }

    @Property
    void a_time_is_itself_to_the_millisecond(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        Instant at = Instant.ofEpochSecond(second, nano);

        String line = printed(new JsonLine(8).time("at", at));

        assertThat(line).matches("\\{\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}\n");
        assertThat(Instant.parse(line.substring(7, 31))).isEqualTo(at.truncatedTo(ChronoUnit.MILLIS));
    }

    private static String printed(JsonLine line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // What waits in a buffer is not printed.
        line.printTo(new PrintStream(new BufferedOutputStream(bytes), false, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
