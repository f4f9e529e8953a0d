package weather.kwangle.chart.release;

import java.io.IOException;
import java.nio.file.Files;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** A values file of the chart, as it stands there. */
final class Values {

    private Values() {}

    static KubernetesObject of(String file) throws IOException {
        String yaml = Files.readString(Chart.named("max-weather").folder().resolve(file));
        return KubernetesObject.of(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }
}
