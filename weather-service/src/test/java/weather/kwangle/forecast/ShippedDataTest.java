package weather.kwangle.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

@ExtendWith(OutputCaptureExtension.class)
class ShippedDataTest {

    @Test
    void damagedDataEndsTheStartWithOneClearLine(CapturedOutput output) {
        SpringApplication application =
                WeatherService.application(new ShippedDataLoading(PlaceIndex::load, ShippedDataTest::damaged));

        assertThatThrownBy(() -> application.run("--server.port=0")).hasRootCauseMessage("its checksum is wrong");
        assertThat(output.getAll().lines().filter(line -> line.contains("\"ERROR\"")))
                .singleElement()
                .asString()
                .contains("weather-service cannot start: The shipped data cannot be read: its checksum is wrong")
                .contains("Build or fetch weather-service.jar again.");
        assertThat(output).doesNotContain("\tat ");
    }

    private static Climatology damaged() {
        throw new IllegalStateException("its checksum is wrong");
    }
}
