package weather.kwangle.quota;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A map that keeps the entries used last and drops the others. Safe for use by several threads at once.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class RecentMap<K, V> {

    private final Map<K, V> entries;

    private final Consumer<? super V> dropped;

    /** @param maxEntries how many it keeps, at least 1 */
    public RecentMap(int maxEntries) {
        this(maxEntries, value -> {});
    }

    /**
     * @param maxEntries how many it keeps, at least 1
     * @param dropped is told each value that goes; called within the map's lock
     */
    public RecentMap(int maxEntries, Consumer<? super V> dropped) {
        this.dropped = dropped;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                boolean full = size() > maxEntries;
                if (full) {
                    dropped.accept(eldest.getValue());
                }
                return full;
            }
        };
    }

    /** The value of a key, which so counts as used. */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Keeps a value, in place of an earlier one. */
    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** The value of a key, which so counts as used; made and kept if there is none. */
    public synchronized V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
        V value = entries.get(key);
        if (value == null) {
            value = make.apply(key);
            entries.put(key, value);
        }
        return value;
    }

    /** Drops every entry. */
    public synchronized void clear() {
        entries.values().forEach(dropped);
        entries.clear();
    }

    /** How many entries it holds. */
    public synchronized int size() {
        return entries.size();
    }
}
