package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code pipeline { … }}: evaluates its structure, and keeps what is only to be run for later. */
final class PipelineReader {

    private static final List<String> CONDITIONS =
            List.of("always", "success", "failure", "aborted", "unstable", "unsuccessful");

    Pipeline read(Closure<?> body) {
        List<String> options = new ArrayList<>();
        List<Closure<?>> environment = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        Map<String, Closure<?>> post = new LinkedHashMap<>();
        List<String> agent = new ArrayList<>();
        new Block("pipeline")
                .word("none")
                .on("agent", arguments -> agent.add((String) arguments.getFirst()))
                .on("options", arguments -> options(closure(arguments), options))
                .on("environment", arguments -> environment.add(closure(arguments)))
                .on("stages", arguments -> stages.addAll(stages(closure(arguments))))
                .on("post", arguments -> post(closure(arguments), post))
                .evaluate(body);
        if (!agent.equals(List.of("none"))) {
            throw new PipelineSyntaxException("the pipeline must say `agent none`");
        }
        Pipeline pipeline = new Pipeline(options, environment.getFirst(), stages, post);
        List<String> names = pipeline.names().toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new PipelineSyntaxException("two stages have one name: " + names);
        }
        return pipeline;
    }

    private @Nullable Object options(Closure<?> body, List<String> options) {
        new Block("options")
                .on("logRotator", arguments -> arguments.getFirst())
                .on("buildDiscarder", arguments -> options.add("buildDiscarder"))
                .on("disableConcurrentBuilds", arguments -> options.add("disableConcurrentBuilds"))
                .on("timestamps", arguments -> options.add("timestamps"))
                .evaluate(body);
        return null;
    }

    private List<Stage> stages(Closure<?> body) {
        List<Stage> stages = new ArrayList<>();
        new Block("stages")
                .on("stage", arguments -> stages.add(stage((String) arguments.get(0), (Closure<?>) arguments.get(1))))
                .evaluate(body);
        if (stages.isEmpty()) {
            throw new PipelineSyntaxException("stages without a stage");
        }
        return stages;
    }

    private Stage stage(String name, Closure<?> body) {
        Map<String, Object> said = new HashMap<>();
        List<Stage> stages = new ArrayList<>();
        Map<String, Closure<?>> post = new LinkedHashMap<>();
        new Block("stage '" + name + "'")
                .on("agent", arguments -> said.put("agent", agent(closure(arguments))))
                .on("when", arguments -> said.put("when", when(closure(arguments))))
                .on("options", arguments -> said.put("timeout", timeout(closure(arguments))))
                .on("input", arguments -> said.put("input", input(closure(arguments))))
                .on("environment", arguments -> said.put("environment", closure(arguments)))
                .on("steps", arguments -> said.put("steps", closure(arguments)))
                .on("stages", arguments -> stages.addAll(stages(closure(arguments))))
                .on("post", arguments -> post(closure(arguments), post))
                .evaluate(body);
        if (said.containsKey("steps") != stages.isEmpty()) {
            throw new PipelineSyntaxException("stage '" + name + "' needs steps or stages, one of them");
        }
        return new Stage(
                name,
                Optional.ofNullable((Stage.Agent) said.get("agent")),
                Optional.ofNullable((Stage.When) said.get("when")),
                Optional.ofNullable((Duration) said.get("timeout")),
                Optional.ofNullable((Stage.Input) said.get("input")),
                Optional.ofNullable((Closure<?>) said.get("environment")),
                Optional.ofNullable((Closure<?>) said.get("steps")),
                stages,
                post);
    }

    private Stage.Agent agent(Closure<?> body) {
        Map<String, String> said = new HashMap<>();
        Block kubernetes = new Block("kubernetes")
                .on("yamlFile", arguments -> said.put("yamlFile", (String) arguments.getFirst()))
                .on("defaultContainer", arguments -> said.put("defaultContainer", (String) arguments.getFirst()));
        new Block("agent")
                .on("kubernetes", arguments -> {
                    kubernetes.evaluate(closure(arguments));
                    return null;
                })
                .evaluate(body);
        return new Stage.Agent(said.get("yamlFile"), said.get("defaultContainer"));
    }

    private Stage.When when(Closure<?> body) {
        Map<String, Object> said = new HashMap<>();
        new Block("when")
                .on("branch", arguments -> said.put("branch", arguments.getFirst()))
                .on("beforeAgent", arguments -> said.put("beforeAgent", arguments.getFirst()))
                .on("beforeInput", arguments -> said.put("beforeInput", arguments.getFirst()))
                .evaluate(body);
        return new Stage.When((String) said.get("branch"), (boolean) said.getOrDefault("beforeAgent", false), (boolean)
                said.getOrDefault("beforeInput", false));
    }

    private Duration timeout(Closure<?> body) {
        List<Duration> timeouts = new ArrayList<>();
        new Block("a stage's options")
                .on("timeout", arguments -> timeouts.add(duration((Map<?, ?>) arguments.getFirst())))
                .evaluate(body);
        return timeouts.getFirst();
    }

    /** {@code timeout(time: 24, unit: 'HOURS')}. */
    static Duration duration(Map<?, ?> timeout) {
        return Duration.of((int) timeout.get("time"), ChronoUnit.valueOf((String) timeout.get("unit")));
    }

    private Stage.Input input(Closure<?> body) {
        Map<String, String> said = new HashMap<>();
        new Block("input")
                .on(
                        "message",
                        arguments -> said.put("message", arguments.getFirst().toString()))
                .on("ok", arguments -> said.put("ok", (String) arguments.getFirst()))
                .on("submitter", arguments -> said.put("submitter", (String) arguments.getFirst()))
                .evaluate(body);
        return new Stage.Input(said.get("message"), said.get("ok"), said.get("submitter"));
    }

    private @Nullable Object post(Closure<?> body, Map<String, Closure<?>> post) {
        Block block = new Block("post");
        CONDITIONS.forEach(condition -> block.on(condition, arguments -> post.put(condition, closure(arguments))));
        block.evaluate(body);
        return null;
    }

    private static Closure<?> closure(List<Object> arguments) {
        return (Closure<?>) arguments.getFirst();
    }
}
