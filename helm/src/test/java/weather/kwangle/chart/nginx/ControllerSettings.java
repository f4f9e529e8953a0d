package weather.kwangle.chart.nginx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.KubernetesObject;

/** The main configuration that ci/cluster/values/nginx-ingress.yaml gives to the controller. */
record ControllerSettings(KubernetesObject entries) {

    private static final Path VALUES = Path.of("..", "ci", "cluster", "values", "nginx-ingress.yaml");

    static ControllerSettings ofTheCluster() {
        return new ControllerSettings(
                new KubernetesObject(Map.of("entries", values().at("controller", "config", "entries"))));
    }

    /** All of the values file. */
    static KubernetesObject values() {
        try {
            Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(VALUES));
            @SuppressWarnings("unchecked") // a values file has strings as keys
            Map<String, Object> content = (Map<String, Object>) yaml;
            return new KubernetesObject(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ControllerSettings with(String key, String value) {
        Map<String, Object> more = new LinkedHashMap<>();
        ((Map<?, ?>) entries.at("entries")).forEach((name, entry) -> more.put((String) name, entry));
        more.put(key, value);
        return new ControllerSettings(new KubernetesObject(Map.of("entries", more)));
    }

    String entry(String key) {
        return (String) entries.at("entries", key);
    }

    Optional<String> optional(String key) {
        return entries.has("entries", key) ? Optional.of(entry(key)) : Optional.empty();
    }
}
