package weather.kwangle.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A chart in a folder of helm/, with values: what Helm makes of it. Immutable; each {@code with} gives another one.
 *
 * @param name the folder's name
 * @param valuesFiles file names in the chart's folder, the later ones win
 * @param yaml more values, as YAML; wins over the files
 * @param set values as {@code --set} gives them, where a number becomes an integer; wins over both
 */
public record Chart(String name, List<String> valuesFiles, String yaml, Map<String, String> set) {

    /** The version of the clusters that the charts are for. */
    private static final String KUBERNETES = "1.36.0";

    private static final Path HELM = Path.of("").toAbsolutePath();

    public static Chart named(String name) {
        return new Chart(name, List.of(), "", Map.of());
    }

    public Chart withValuesFile(String file) {
        List<String> files = new ArrayList<>(valuesFiles);
        files.add(file);
        return new Chart(name, List.copyOf(files), yaml, set);
    }

    public Chart withValues(String moreYaml) {
        return new Chart(name, valuesFiles, moreYaml, set);
    }

    public Chart with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(set);
        more.put(key, value);
        return new Chart(name, valuesFiles, yaml, more);
    }

    public Path folder() {
        return HELM.resolve(name);
    }

    /** What {@code helm lint --strict} says with the chart's own values. */
    public LintResult lint() {
        return new Helm(folder()).lint().strict().call();
    }

    /**
     * What {@code helm template} prints for a release called max-weather in the namespace weather-test, pods of
     * {@code helm test} included.
     *
     * @throws RuntimeException Helm's error, such as a value that the schema refuses
     */
    public String template() {
        try {
            Path work = Files.createTempDirectory(HELM.resolve("target"), name);
            try {
                copyWithHooksAsObjects(work);
                return template(work);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Helm at hand leaves hooks out of a template; without their annotation they are objects like the others. */
    private void copyWithHooksAsObjects(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(folder().relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace("helm.sh/hook: test", "hook: test"));
            }
        }
    }

    private String template(Path chart) throws IOException {
        TemplateCommand command = new Helm(chart)
                .template()
                .withName("max-weather")
                .withNamespace("weather-test")
                .withKubeVersion(KUBERNETES);
        valuesFiles.forEach(file -> command.withValuesFile(chart.resolve(file)));
        if (!yaml.isEmpty()) {
            command.withValuesFile(Files.writeString(chart.resolve("more-values.yaml"), yaml));
        }
        set.forEach(command::set);
        return command.call();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    /** The objects that the chart renders, pods of {@code helm test} included, in Helm's order. */
    public List<KubernetesObject> render() {
        Load load = new Load(LoadSettings.builder().build());
        return StreamSupport.stream(load.loadAllFromString(template()).spliterator(), false)
                .filter(Map.class::isInstance)
                .map(KubernetesObject::of)
                .toList();
    }

    /** The one object of this kind and name. */
    public KubernetesObject object(String kind, String objectName) {
        List<KubernetesObject> found = render().stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(objectName))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "%d objects are a %s named %s, expected 1".formatted(found.size(), kind, objectName));
        }
        return found.getFirst();
    }
}
