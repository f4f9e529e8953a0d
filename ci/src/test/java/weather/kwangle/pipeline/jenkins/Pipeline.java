package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Jenkinsfile as it is written.
 *
 * @param options the names of the pipeline's options
 */
public record Pipeline(List<String> options, Closure<?> environment, List<Stage> stages, Map<String, Closure<?>> post) {

    /** Every stage with those inside it, in order. */
    public List<Stage> allStages() {
        return stages.stream().flatMap(Stage::withNested).toList();
    }

    public Stage stage(String name) {
        return allStages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the stages around the named one, the outermost first. */
    public List<Stage> around(String name) {
        return allStages().stream()
                .filter(stage -> !stage.name().equals(name)
                        && stage.withNested().map(Stage::name).anyMatch(name::equals))
                .toList();
    }

    Stream<String> names() {
        return allStages().stream().map(Stage::name);
    }
}
