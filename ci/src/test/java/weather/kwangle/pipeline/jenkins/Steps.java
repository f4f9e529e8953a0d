package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resolves what stands in {@code steps} and in the Jenkinsfile's own methods: steps, methods, variables; nothing else. */
final class Steps extends GroovyObjectSupport {

    private final JenkinsfileScript script;
    private final Build build;
    private final Surroundings around;
    private final StepLibrary library;

    Steps(JenkinsfileScript script, Build build, Surroundings around, StepLibrary library) {
        this.script = script;
        this.build = build;
        this.around = around;
        this.library = library;
    }

    @Nullable
    Object run(Closure<?> body) {
        Closure<?> copy = (Closure<?>) body.clone();
        copy.setDelegate(this);
        copy.setResolveStrategy(Closure.DELEGATE_ONLY);
        return copy.call();
    }

    /** Evaluates an {@code environment} block and runs the body with what it sets. */
    void withEnvironment(Closure<?> environment, Runnable body) {
        Map<String, String> set = new TreeMap<>();
        new Block("environment")
                .on(
                        "credentials",
                        arguments -> library.credential(arguments.getFirst().toString()))
                .assignable(
                        (name, value) -> set.put(name, value.toString()),
                        name -> Optional.ofNullable(set.get(name)).orElseGet(() -> variable(name)))
                .evaluate(environment);
        around.with(set, () -> {
            body.run();
            return null;
        });
    }

    @Override
    public @Nullable Object invokeMethod(String name, Object arguments) {
        Object[] all = arguments instanceof Object[] several ? several : new Object[] {arguments};
        if (library.knows(name)) {
            List<Object> list = Arrays.asList(all);
            return library.run(name, list, () -> run((Closure<?>) list.getLast()));
        }
        if (script.defines(name, all)) {
            return script.invokeMethod(name, arguments);
        }
        throw new PipelineSyntaxException("unknown step '" + name + "'");
    }

    @Override
    public Object getProperty(String property) {
        return switch (property) {
            case "env" -> new EnvironmentVariables();
            case "currentBuild" -> Map.of("currentResult", build.result());
            case "scm", "POD_LABEL" -> property;
            default -> variable(property);
        };
    }

    private String variable(String name) {
        return Optional.ofNullable(around.variables().get(name))
                .orElseThrow(() -> new MissingPropertyException(name, Steps.class));
    }

    private final class EnvironmentVariables extends GroovyObjectSupport {

        @Override
        public @Nullable Object getProperty(String name) {
            return around.variables().get(name);
        }

        @Override
        public void setProperty(String name, Object value) {
            around.setEverywhere(name, value.toString());
        }
    }
}
