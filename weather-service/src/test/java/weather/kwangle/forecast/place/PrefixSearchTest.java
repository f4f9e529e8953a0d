package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixSearchTest {

    @ParameterizedTest
    @CsvSource({
        "Hangz, Hangzhou",
        "hano, Hanoi",
        "mosk, Moscow",
        "Моск, Moscow",
        "東, Dongguan",
        "東京, Tokyo",
        "서, Seoul",
        "Münch, Munich",
        "new yo, New York City",
        "ho chi, Ho Chi Minh City",
        "s, Shanghai"
    })
    void theMostPopulousPlaceComesFirst(String prefix, String first) {
        assertThat(names(prefix, 1)).containsExactly(first);
    }

    @Test
    void aPlaceThatIsCalledJustSoComesBeforeAll() {
        assertThat(names("san", 2)).containsExactly("San", "Santiago");
        assertThat(names("paris", 3)).containsOnly("Paris");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "s", "ž", "sa", "lon", "st", "mun", "springf", "م", "中", "zz"})
    void theAnswerIsWhatASearchOfAllNamesFinds(String prefix) {
        assertThat(ShippedIndex.INDEX.prefixes().rank(NameFolding.fold(prefix).getBytes(StandardCharsets.UTF_8), 50))
                .containsExactlyElementsOf(rankAll(NameFolding.fold(prefix), 50));
    }

    @Test
    void noPlaceComesTwiceAndTheLimitHolds() {
        assertThat(ShippedIndex.SEARCH.byPrefix("san", 50)).hasSize(50).doesNotHaveDuplicates();
        assertThat(ShippedIndex.SEARCH.byPrefix("san", 7)).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "-", "qqxzv", "\uDC00", "\u0000"})
    void aPrefixOfNothingFindsNothing(String prefix) {
        assertThat(ShippedIndex.SEARCH.byPrefix(prefix, 10)).isEmpty();
        assertThat(ShippedIndex.SEARCH.byPrefix("a".repeat(100_000), 10)).isEmpty();
    }

    @Test
    void aLimitOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ShippedIndex.SEARCH.byPrefix("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ShippedIndex.SEARCH.byPrefix("a", 51));
    }

    private static List<String> names(String prefix, int limit) {
        return ShippedIndex.SEARCH.byPrefix(prefix, limit).stream()
                .map(Place::name)
                .toList();
    }

    private static List<Integer> rankAll(String prefix, int limit) {
        NameKeys keys = ShippedIndex.INDEX.names();
        PlaceTable places = ShippedIndex.INDEX.places();
        byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
        Map<Integer, Integer> weights = new HashMap<>();
        for (int block = 0; block < keys.blocks(); block++) {
            NameKeys.Cursor cursor = keys.block(block);
            while (cursor.next()) {
                if (cursor.startsWith(start)) {
                    boolean whole = cursor.isKey(start);
                    cursor.visitPostings((row, own) ->
                            weights.merge(row, NameWeight.of(places.population(row), own || whole), Math::max));
                }
            }
        }
        return weights.keySet().stream()
                .sorted(Comparator.<Integer>comparingInt(row -> -weights.get(row))
                        .thenComparing(row -> row))
                .limit(limit)
                .toList();
    }
}
