package weather.kwangle.pipeline.jenkins;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is around a step while it runs: its stage, pod and container, the time-outs, and the variables. */
final class Surroundings {

    private final Deque<Pod> pods = new ArrayDeque<>();
    private final Deque<String> containers = new ArrayDeque<>();
    private final Deque<Duration> timeouts = new ArrayDeque<>();
    private final Map<String, String> everywhere = new TreeMap<>();
    private Map<String, String> variables;
    private String stage = "";

    Surroundings(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    String stage() {
        return stage;
    }

    boolean holdsExecutor() {
        return !pods.isEmpty();
    }

    Optional<Pod> anyPod() {
        return Optional.ofNullable(pods.peek());
    }

    Pod pod() {
        return anyPod().orElseThrow(() -> new StepFailure("a step in '" + stage + "' needs an agent"));
    }

    String container() {
        return containers.getFirst();
    }

    /** The time-out that would run out first. */
    Optional<Duration> timeout() {
        return timeouts.stream().min(Duration::compareTo);
    }

    Map<String, String> variables() {
        Map<String, String> all = new TreeMap<>(everywhere);
        all.putAll(variables);
        return all;
    }

    /** {@code env.NAME = value}: stays for the rest of the build. */
    void setEverywhere(String name, String value) {
        everywhere.put(name, value);
    }

    <T> @Nullable T inStage(String name, Supplier<@Nullable T> body) {
        String before = stage;
        stage = name;
        try {
            return body.get();
        } finally {
            stage = before;
        }
    }

    <T> @Nullable T within(Duration timeout, Supplier<@Nullable T> body) {
        return inside(timeouts, timeout, body);
    }

    <T> @Nullable T onPod(Pod pod, String container, Supplier<@Nullable T> body) {
        return inside(pods, pod, () -> inContainer(container, body));
    }

    <T> @Nullable T inContainer(String container, Supplier<@Nullable T> body) {
        pod().tools(container);
        return inside(containers, container, body);
    }

    /** Runs the body with these variables over those of before. */
    <T> @Nullable T with(Map<String, String> set, Supplier<@Nullable T> body) {
        Map<String, String> before = variables;
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(set);
        variables = all;
        try {
            return body.get();
        } finally {
            variables = before;
        }
    }

    private static <E, T> @Nullable T inside(Deque<E> stack, E element, Supplier<@Nullable T> body) {
        stack.push(element);
        try {
            return body.get();
        } finally {
            stack.pop();
        }
    }
}
