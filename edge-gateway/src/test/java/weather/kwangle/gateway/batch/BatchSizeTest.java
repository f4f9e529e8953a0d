package weather.kwangle.gateway.batch;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BatchSizeTest {
    private static OptionalInt of(String body) {
        return BatchSize.of(body.getBytes(UTF_8));
    }

    private static String places(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"p\"").collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"locations\": [\"Hanoi\"]}; 1",
                "{\"locations\":[\"Hanoi\",\"Paris, Texas\",\"52.5,13.4\"],\"days\":1}; 3",
                "{\"days\":{\"locations\":[1,2,3]},\"x\":[{\"locations\":[]}],\"locations\":[\"a\",\"b\"]}; 2",
                "{\"locations\":[{\"a\":[1,2]},[],null,7]}; 4",
                "{\"locations\":[\"a\"],\"locations\":[\"a\",\"b\"]}; 1",
                "{\"loc\\u0061tions\":[\"a\",\"b\"]}; 2"
            })
    void placesAreCounted(String body, int count) {
        assertThat(of(body)).hasValue(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "[\"Hanoi\"]",
                "null",
                "{}",
                "{\"locations\":[]}",
                "{\"locations\":\"Hanoi\"}",
                "{\"locations\":{\"0\":\"Hanoi\"}}",
                "{\"locations\":null}",
                "{\"Locations\":[\"Hanoi\"]}",
                "{\"locations\":[\"Hanoi\"",
                "{\"locations\":[\"Hanoi\",,]}",
                "{\"x\":[\"locations\",[\"a\",\"b\"]]}",
                "{locations:[1,2]}",
                "not json"
            })
    void whatCanHaveNoGoodAnswerHasNoSize(String body) {
        assertThat(of(body)).isEmpty();
    }

    @Test
    void theContractsMostIsCountedAndMoreIsTheServicesToRefuse() {
        assertThat(of("{\"locations\":" + places(1000) + "}")).hasValue(1000);
        assertThat(of("{\"locations\":" + places(1001) + "}")).isEmpty();
    }

    @Test
    void otherEncodingsAreNotGuessedAt() {
        assertThat(BatchSize.of("{\"locations\":[\"a\",\"b\"]}".getBytes(UTF_16)))
                .isEmpty();
    }

    @Test
    void deepNestingIsNoWayToTakeTheStack() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(of("{\"x\":" + deep + ",\"locations\":[\"a\"]}")).isEmpty();
    }

    @Property(seed = "20261126", tries = 200)
    void anyNamesInAnyScriptAreCountedOneByOne(
            @ForAll @Size(min = 1, max = 40) List<String> names, @ForAll @IntRange(min = 1, max = 14) int days) {
        String json = new JsonMapper().writeValueAsString(Map.of("days", days, "locations", names));

        assertThat(of(json)).hasValue(names.size());
    }
}
