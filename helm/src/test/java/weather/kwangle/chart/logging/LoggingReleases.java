package weather.kwangle.chart.logging;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** The logging chart as the installer installs it. */
final class LoggingReleases {
    private LoggingReleases() {}

    static Chart of(String environment) {
        return Chart.named("logging")
                .with("global.environment", environment)
                .with("global.aws.accountId", "123456789012")
                .with("global.aws.region", "us-east-1");
    }

    /** What Fluent Bit reads, as text. */
    static String configurationText(Chart release) {
        return (String) release.object("ConfigMap", "fluent-bit").at("data", "fluent-bit.yaml");
    }

    static KubernetesObject configuration(Chart release) {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(configurationText(release));
        @SuppressWarnings("unchecked") // Fluent Bit's configuration has strings as keys
        Map<String, Object> content = (Map<String, Object>) yaml;
        return new KubernetesObject(content);
    }

    /** The inputs, filters or outputs, in their order. */
    static List<KubernetesObject> pipeline(Chart release, String part) {
        return configuration(release).list("pipeline", part);
    }
}
