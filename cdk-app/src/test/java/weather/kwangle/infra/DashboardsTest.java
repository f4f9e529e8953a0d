package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @Test
    void thereAreTheDocumentsThree() {
        assertThat(CloudAssembly.production().resources("AWS::CloudWatch::Dashboard"))
                .extracting(dashboard -> dashboard.text("DashboardName"))
                .containsExactlyInAnyOrder("max-weather-overview", "max-weather-performance", "max-weather-logs");
        assertThat(CloudAssembly.staging().resources("AWS::CloudWatch::Dashboard"))
                .extracting(dashboard -> dashboard.text("DashboardName"))
                .containsExactlyInAnyOrder(
                        "max-weather-staging-overview", "max-weather-staging-performance", "max-weather-staging-logs");
    }

    @Test
    void theDocumentsMetricsAreShown() {
        assertThat(Widget.of(CloudAssembly.production()).map(Widget::title))
                .contains(
                        "Requests by operation",
                        "Response time p50 by operation",
                        "Response time p95 by operation",
                        "Response time p99 by operation",
                        "Client errors by operation",
                        "Server errors by operation",
                        "CPU of pods, % of the limit",
                        "Memory of pods, % of the limit",
                        "Scalings by the pod autoscaler",
                        "CPU of nodes, %",
                        "Memory of nodes, %");
    }

    /** Dashboards are read in a hurry: a title says which widget is meant. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void noTwoWidgetsHaveTheSameTitle(CloudAssembly assembly) {
        assertThat(Widget.of(assembly).map(Widget::title))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }
}
