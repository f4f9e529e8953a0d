package weather.kwangle.quota;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map that keeps the entries used last and drops the others. Safe for use by several threads at once.
 *
 * @param <K> of the keys
 * @param <V> of the values
 */
public final class RecentMap<K, V> {

    private final Map<K, V> entries;

    /** @param maxEntries how many it keeps, at least 1 */
    public RecentMap(int maxEntries) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > maxEntries;
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

    /** Drops all of them. */
    public synchronized void clear() {
        entries.clear();
    }

    /** How many entries it holds. */
    public synchronized int size() {
        return entries.size();
    }
}
