package weather.kwangle.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import weather.kwangle.local.ProgressDisplay.Style;

class ProgressDisplayTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void awayFromATerminalEachPartIsOnePlainLineWhenItIsDone() {
        show(Style.LINES);

        assertThat(written.toString(UTF_8)).isEqualTo("""
                ✔ identity            1.2 s
                ✘ weather-service
                """);
    }

    @Test
    void onATerminalTheLinesAreRewrittenInPlace() {
        show(Style.IN_PLACE);

        String[] screens = written.toString(UTF_8).split("\u001b\\[2A");
        assertThat(screens).hasSize(4);
        assertThat(screens[0]).contains("… identity", "· weather-service").doesNotContain(" s\n");
        assertThat(screens[3]).contains("✔ identity            1.2 s", "✘ weather-service");
    }

    @Test
    void quietMeansSilent() {
        show(Style.SILENT);

        assertThat(written.size()).isZero();
    }

    private void show(Style style) {
        var display = new ProgressDisplay(
                new PrintStream(written, true, UTF_8), style, List.of("identity", "weather-service"));
        display.starting("identity");
        display.ready("identity", Duration.ofMillis(1_234));
        display.starting("weather-service");
        display.failed("weather-service");
    }
}
