package weather.kwangle.chart.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.release.Releases;

/**
 * The annotations in the form that the controller reads. It drops a limit that it cannot read with a line in its log, and
 * refuses an Ingress whose other annotations it cannot read.
 */
class AnnotationsTest {
    private static final String BOOLEAN = "true|false";
    private static final String NUMBER = "\\d+";
    private static final String TIME = "\\d+(ms|s|m)";
    private static final String SIZE = "\\d+[kKmM]?";

    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            Map.entry("limit-req-rate", Pattern.compile("[1-9]\\d*r/[sm]")),
            Map.entry("limit-req-key", Pattern.compile("(\\$\\{[a-z_][a-z0-9_]*})+")),
            Map.entry("limit-req-zone-size", Pattern.compile(SIZE)),
            Map.entry("limit-req-burst", Pattern.compile(NUMBER)),
            Map.entry("limit-req-no-delay", Pattern.compile(BOOLEAN)),
            Map.entry("limit-req-reject-code", Pattern.compile("429")),
            Map.entry("limit-req-log-level", Pattern.compile("info|notice|warn|error")),
            Map.entry("proxy-connect-timeout", Pattern.compile(TIME)),
            Map.entry("proxy-read-timeout", Pattern.compile(TIME)),
            Map.entry("proxy-send-timeout", Pattern.compile(TIME)),
            Map.entry("client-max-body-size", Pattern.compile(SIZE)),
            Map.entry("keepalive", Pattern.compile(NUMBER)));

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theControllerReadsEachOfThem(String environment) {
        Map<String, String> annotations =
                NginxConfiguration.of(Releases.of(environment)).annotations();
        assertThat(annotations)
                .allSatisfy((name, value) -> assertThat(FORMS)
                        .hasEntrySatisfying(
                                name.replaceFirst("^nginx\\.org/", ""),
                                form -> assertThat(value).matches(form)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void theKeyIsTheClientAndTheAddressSoThatItIsNeverEmpty(String environment) {
        assertThat(NginxConfiguration.of(Releases.of(environment)).annotations())
                .containsEntry("nginx.org/limit-req-key", "${http_x_client_id}${binary_remote_addr}");
    }
}
