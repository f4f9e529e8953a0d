package weather.kwangle.authorizer.snapshot;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Everything that objects of ours hold, far and near, as lines of text: two functions that print the same know the same.
 * Objects of libraries are named and not looked into, but for the JDK's containers.
 */
public final class LearntState {
    private static final int MAX_DEPTH = 40;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> lines = new ArrayList<>();

    private LearntState() {}

    /** Of all that can be reached from an object. */
    public static List<String> of(Object root) {
        LearntState state = new LearntState();
        state.print(root.getClass().getSimpleName(), root, 0);
        return List.copyOf(state.lines);
    }

    private void print(String path, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalStateException("nested too deeply: " + path);
        }
        switch (value) {
            case null -> lines.add(path + " = null");
            case String _, Number _, Boolean _, Character _, Enum<?> _, Temporal _, TemporalAmount _ ->
                lines.add(path + " = " + value);
            case Optional<?> optional -> print(path + "?", optional.orElse(null), depth + 1);
            case AtomicBoolean _ -> lines.add(path + " = " + value);
            case AtomicReference<?> reference -> print(path, reference.get(), depth + 1);
            case Map<?, ?> map -> {
                lines.add(path + " has " + map.size());
                // In some order, so that hash codes that differ from run to run do not count.
                map.entrySet().stream()
                        .sorted((one, other) -> text(one.getKey()).compareTo(text(other.getKey())))
                        .forEach(entry -> {
                            print(path + "<" + text(entry.getKey()) + ">", entry.getKey(), depth + 1);
                            print(path + "[" + text(entry.getKey()) + "]", entry.getValue(), depth + 1);
                        });
            }
            case Collection<?> items -> {
                lines.add(path + " has " + items.size());
                items.stream()
                        .sorted((one, other) -> text(one).compareTo(text(other)))
                        .forEach(item -> print(path + "[]", item, depth + 1));
            }
            default -> printObject(path, value, depth);
        }
    }

    private static String text(Object key) {
        return key instanceof String || key instanceof Enum<?> || key instanceof Record
                ? String.valueOf(key)
                : key.getClass().getName().replaceAll("\\$\\$Lambda.*", "lambda");
    }

    private void printObject(String path, Object value, int depth) {
        if (!isOurs(value.getClass())) {
            lines.add(
                    path + " is " + value.getClass().getSimpleName().replaceAll("\\$\\$Lambda.*|Proxy\\d+", "lambda"));
            return;
        }
        if (!seen.add(value)) {
            return;
        }
        for (Class<?> type = value.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    print(path + "." + field.getName(), read(field, value), depth + 1);
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("weather.kwangle.");
    }

    private static Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }
}
