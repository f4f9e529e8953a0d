package weather.kwangle.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {
    @ParameterizedTest
    @CsvSource({
        "GET/forecast, GET/forecast, true",
        "GET/forecast, GET/forecasts, false",
        "GET/forecast, GET/forecas, false",
        "GET/*, GET/alerts/7/history, true",
        "*, anything at all, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "*/GET/*, v1/GET/x, true",
        "GET/?orecast, GET/forecast, true",
        "GET/?, GET/, false",
        "?*, '', false",
        "get/*, GET/x, false",
        "a.c, abc, false",
        "a**, a, true"
    })
    void aPatternMatchesTheWholeText(String pattern, String text, boolean matches) {
        assertThat(Wildcards.match(pattern, text)).isEqualTo(matches);
    }

    @Test
    void aHostilePatternTakesNoTime() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Wildcards.match("a*".repeat(256) + "b", "a".repeat(1_600)))
                        .isFalse());
    }
}
