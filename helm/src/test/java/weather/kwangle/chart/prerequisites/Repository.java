package weather.kwangle.chart.prerequisites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.KubernetesObject;

/** Files of the repository, by their path from its root. */
final class Repository {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Repository() {}

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The objects of a YAML file. */
    static List<KubernetesObject> objects(String file) {
        Load load = new Load(LoadSettings.builder().build());
        return StreamSupport.stream(load.loadAllFromString(text(file)).spliterator(), false)
                .map(Repository::object)
                .toList();
    }

    /** The one object of a YAML file. */
    static KubernetesObject yaml(String file) {
        return objects(file).getFirst();
    }

    /** The list of objects of a YAML file. */
    static List<KubernetesObject> list(String file) {
        Load load = new Load(LoadSettings.builder().build());
        return ((List<?>) load.loadFromString(text(file)))
                .stream().map(Repository::object).toList();
    }

    @SuppressWarnings("unchecked") // our YAML has strings as keys
    private static KubernetesObject object(Object yaml) {
        return new KubernetesObject((Map<String, Object>) yaml);
    }
}
