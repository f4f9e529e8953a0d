package weather.kwangle.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One rendered object.
 *
 * @param content the object as YAML's maps, lists and scalars
 */
public record KubernetesObject(Map<String, Object> content) {

    @SuppressWarnings("unchecked") // Kubernetes' objects have strings as keys
    public static KubernetesObject of(Object yaml) {
        return new KubernetesObject((Map<String, Object>) yaml);
    }

    public String apiVersion() {
        return (String) at("apiVersion");
    }

    public String kind() {
        return (String) at("kind");
    }

    public String name() {
        return (String) at("metadata", "name");
    }

    /**
     * The value at the end of this path of member names and list indexes.
     *
     * @throws AssertionError if there is none
     */
    public Object at(Object... path) {
        Object value = content;
        List<Object> walked = new ArrayList<>();
        for (Object step : path) {
            walked.add(step);
            value = next(value, step);
            if (value == null) {
                throw new AssertionError("%s has nothing at %s".formatted(content.get("kind"), walked));
            }
        }
        return value;
    }

    /** Whether there is a value at the end of this path. */
    public boolean has(Object... path) {
        Object value = content;
        for (Object step : path) {
            value = next(value, step);
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    private static Object next(Object value, Object step) {
        return switch (value) {
            case Map<?, ?> map -> map.get(step);
            case List<?> list when step instanceof Integer index && index < list.size() -> list.get(index);
            default -> null;
        };
    }

    /** The list at this path, of objects. */
    public List<KubernetesObject> list(Object... path) {
        return ((List<?>) at(path)).stream().map(KubernetesObject::of).toList();
    }

    @Override
    public String toString() {
        return has("metadata", "name") ? kind() + "/" + name() : content.toString();
    }
}
