package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfficeHoursTest {
    private static final String EVENING = "cron(0 20 ? * MON-FRI *)";

    @Test
    void timesAreSchedulesOfEventBridge() {
        assertThatNoException()
                .isThrownBy(() ->
                        new EnvironmentSettings.OfficeHours("cron(30 6 ? * MON-FRI *)", EVENING, "Asia/Ho_Chi_Minh"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 6 * * MON-FRI", "cron(0 6 * * MON-FRI)", "rate(1 day)", ""})
    void whatEc2AutoScalingOrNobodyUnderstandsIsRefused(String start) {
        assertThatThrownBy(() -> new EnvironmentSettings.OfficeHours(start, EVENING, "Etc/UTC"))
                .hasMessage("nodes.officeHours: is %s, expected cron(…) with six fields", start);
    }

    @Test
    void aZoneThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> new EnvironmentSettings.OfficeHours(EVENING, EVENING, "UTC+7"))
                .hasMessage("nodes.officeHours.timeZone: is UTC+7, expected an IANA time zone");
    }
}
