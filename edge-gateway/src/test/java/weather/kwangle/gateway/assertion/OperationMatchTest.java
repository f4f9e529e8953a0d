package weather.kwangle.gateway.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationMatchTest {

    @ParameterizedTest
    @CsvSource({
        "GET /forecast,            GET,  /forecast",
        "GET /alerts/{id},         GET,  /alerts/7",
        "GET /alerts/{id}/areas,   GET,  /alerts/7/areas",
        "GET /,                    GET,  /"
    })
    void theRequestsOwnOperationMatches(String operation, String method, String path) {
        assertThat(OperationMatch.matches(operation, method, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /forecast,            POST, /forecast",
        "GET /forecast,            get,  /forecast",
        "GET /forecast,            GET,  /forecast/",
        "GET /forecast,            GET,  //forecast",
        "GET /forecast,            GET,  /FORECAST",
        "GET /forecast,            GET,  /%66orecast",
        "GET /forecast,            GET,  /forecast;a=b",
        "GET /forecast,            GET,  /forecast/../usage",
        "GET /alerts/{id},         GET,  /alerts/",
        "GET /alerts/{id},         GET,  /alerts",
        "GET /alerts/{id},         GET,  /alerts/7/areas",
        "GET /alerts/{id},         GET,  /places/7"
    })
    void anotherOperationDoesNot(String operation, String method, String path) {
        assertThat(OperationMatch.matches(operation, method, path)).isFalse();
    }
}
