package weather.kwangle.forecast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.forecast.batch.BatchReading.Read;
import weather.kwangle.forecast.batch.BatchReading.Refused;

class BatchRequestReaderTest {

    @Test
    void aBatchIsReadInItsOrderWithItsDoubles() {
        assertThat(read("{\"locations\":[\"Hanoi\",\"東京\",\"Hanoi\"],\"days\":3}"))
                .isEqualTo(new Read(new BatchRequest(List.of("Hanoi", "東京", "Hanoi"), 3)));
    }

    @Test
    void sevenDaysAreMeantUnlessOthersAreAskedFor() {
        assertThat(read("{\"locations\":[\"Hanoi\"]}")).isEqualTo(new Read(new BatchRequest(List.of("Hanoi"), 7)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                   | ``            | found nothing
            []                                   | ``            | found an array
            "Hanoi"                              | ``            | found a string
            {                                    | ``            | cannot be read
            {"locations":["Hanoi"],}             | ``            | cannot be read
            {"locations":["Hanoi"]} {}           | ``            | nothing after the object
            {"locations":["Hanoi"]} x            | ``            | cannot be read
            {'locations':['Hanoi']}              | ``            | cannot be read
            {"locations":["Hanoi"]/*a*/}         | ``            | cannot be read
            {}                                   | /locations    | expected an array of 1 to 1000 locations, found none
            {"locations":null}                   | /locations    | found null
            {"locations":"Hanoi"}                | /locations    | found a string
            {"locations":{"a":["Hanoi"]}}        | /locations    | found an object
            {"locations":[]}                     | /locations    | found an empty array
            {"locations":[7]}                    | /locations/0  | expected a string, found a number
            {"locations":["Hue",[["x"]]]}        | /locations/1  | expected a string, found an array
            {"locations":["Hue","",  "Hue"]}     | /locations/1  | expected 1 to 200 characters, found none
            {"locations":["\\ud800"]}            | /locations/0  | half of a surrogate pair
            {"locations":["Hue"],"days":0}       | /days         | expected a whole number from 1 to 14, found 0
            {"locations":["Hue"],"days":15}      | /days         | found 15
            {"locations":["Hue"],"days":-1}      | /days         | found -1
            {"locations":["Hue"],"days":1.0}     | /days         | a fraction
            {"locations":["Hue"],"days":"7"}     | /days         | found a string
            {"locations":["Hue"],"days":null}    | /days         | found null
            {"locations":["Hue"],"days":99999999999999999999999} | /days | found 9999
            {"locations":["Hue"],"Days":7}       | /Days         | unknown member
            {"locations":["Hue"],"a/b~c":[{}]}   | /a~1b~0c      | unknown member
            {"locations":["Hue"],"locations":[]} | /locations    | expected once, found again
            """)
    void whatTheContractDoesNotHaveIsPointedAt(String body, String pointer, String saying) {
        assertThat(refused(body).errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo(pointer);
            assertThat(error.detail()).contains(saying);
        });
    }

    @Test
    void allErrorsAreCountedAndTheFirstTwentyTold() {
        String body = "{\"locations\":[" + String.join(",", Collections.nCopies(37, "1")) + "]}";

        assertThat(refused(body).total()).isEqualTo(37);
        assertThat(refused(body).errors())
                .hasSize(20)
                .last()
                .extracting(BodyError::pointer)
                .isEqualTo("/locations/19");
    }

    @Test
    void a200CharacterNameIsReadWhateverItsScriptAndALongerOneIsNot() {
        String mahjong = "\uD83C\uDC04";

        assertThat(read("{\"locations\":[\"" + mahjong.repeat(200) + "\"]}")).isInstanceOf(Read.class);
        assertThat(refused("{\"locations\":[\"" + mahjong.repeat(201) + "\"]}").errors())
                .containsExactly(new BodyError("/locations/0", "expected 1 to 200 characters, found 201"));
    }

    @Test
    void tooManyLocationsAreOneErrorHoweverManyTheyAre() {
        String body = "{\"locations\":[" + String.join(",", Collections.nCopies(5_000, "\"Hue\"")) + "]}";

        assertThat(refused(body).errors())
                .containsExactly(new BodyError("/locations", "expected an array of 1 to 1000 locations, found 5000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-32"})
    void onlyUtf8IsRead(String charset) {
        byte[] body = "{\"locations\":[\"Hanoi\"]}".getBytes(Charset.forName(charset));

        assertThat(BatchRequestReader.read(body)).isInstanceOf(Refused.class);
    }

    @Test
    void aNestingWithoutEndIsRefused() {
        assertThat(refused("{\"a\":" + "[".repeat(100_000)).errors())
                .last()
                .extracting(BodyError::detail)
                .isEqualTo("expected JSON, but it cannot be read");
    }

    @Test
    void sevenThousandDaysOfForecastAreReadAndMoreAreRefused() {
        assertThat(read(batchOf(500, 14))).isInstanceOf(Read.class);
        assertThat(read(batchOf(1000, 7))).isInstanceOf(Read.class);
        assertThat(refused(batchOf(501, 14)).errors())
                .containsExactly(
                        new BodyError(
                                "/days",
                                "501 locations for 14 days are 7014 days of forecast, expected at most 7000; ask in several batches"));
    }

    private static String batchOf(int locations, int days) {
        return "{\"locations\":[%s],\"days\":%d}"
                .formatted(String.join(",", Collections.nCopies(locations, "\"Hue\"")), days);
    }

    private static BatchReading read(String body) {
        return BatchRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Refused refused(String body) {
        return switch (read(body)) {
            case Refused refused -> refused;
            case Read read -> throw new AssertionError("was read: " + read);
        };
    }
}
