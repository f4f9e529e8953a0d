package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/** Whatever a caller sends gets an answer, and soon. */
class HostileInputTest {

    @Property(seed = "20261124", tries = 2_000)
    void anyStringGetsAResolution(@ForAll String location) {
        assertThat(ShippedIndex.SEARCH.resolve(location)).isNotNull();
    }

    @Property(seed = "20261124", tries = 2_000)
    void anyStringOfTheGrammarsOwnCharactersGetsAResolution(@ForAll("nearlyValid") String location) {
        assertThat(ShippedIndex.SEARCH.resolve(location)).isNotNull();
    }

    @Property(seed = "20261124", tries = 500)
    void anyPrefixGetsAnAnswer(@ForAll String prefix) {
        assertThatCode(() -> ShippedIndex.SEARCH.byPrefix(prefix, 50)).doesNotThrowAnyException();
    }

    @Property(seed = "20261124", tries = 20)
    void aMegabyteIsRefusedAtOnce(@ForAll("megabytes") String location) {
        Resolution resolution = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1), () -> ShippedIndex.SEARCH.resolve(location));
        assertThat(resolution).isInstanceOf(Resolution.Malformed.class);
    }

    @Provide
    Arbitrary<String> nearlyValid() {
        return Arbitraries.strings()
                .withChars("geonames: 0123456789.,;+-−°abIL\u0301\u3099\uFDFA\uD83D\uDE00")
                .ofMaxLength(210);
    }

    @Provide
    Arbitrary<String> megabytes() {
        return Arbitraries.chars().map(c -> String.valueOf(c).repeat(1 << 20));
    }
}
