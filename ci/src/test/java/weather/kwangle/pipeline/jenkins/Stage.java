package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stage as it is written.
 *
 * @param steps what it does; empty where it has stages instead
 * @param timeout of its options: covers its input, its agent and its steps
 */
public record Stage(
        String name,
        Optional<Agent> agent,
        Optional<When> when,
        Optional<Duration> timeout,
        Optional<Input> input,
        Optional<Closure<?>> environment,
        Optional<Closure<?>> steps,
        List<Stage> stages,
        Map<String, Closure<?>> post) {

    /** A pod, by the file that describes it and the container in which its steps run. */
    public record Agent(String yamlFile, String defaultContainer) {}

    /** The branch a stage is for. */
    public record When(String branch, boolean beforeAgent, boolean beforeInput) {}

    /** A question to a human. */
    public record Input(String message, String ok, String submitter) {}

    Stream<Stage> withNested() {
        return Stream.concat(Stream.of(this), stages.stream().flatMap(Stage::withNested));
    }
}
