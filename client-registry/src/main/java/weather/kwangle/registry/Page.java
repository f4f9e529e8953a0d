package weather.kwangle.registry;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first so many clients behind an id, by id. Takes them in any order and keeps no more than it shows.
 *
 * @param <V> what is kept of a client
 */
public final class Page<V> {
    private final String after;
    private final int size;
    private final NavigableMap<String, V> kept = new TreeMap<>();
    private boolean more;

    /**
     * @param after the id behind which it begins; an empty text for the first page
     * @param size at least 1
     */
    public Page(String after, int size) {
        this.after = after;
        this.size = size;
    }

    /** Adds a client, or replaces what was said of it. */
    public void put(String id, V value) {
        if (id.compareTo(after) <= 0) {
            return;
        }
        kept.put(id, value);
        if (kept.size() > size) {
            kept.pollLastEntry();
            more = true;
        }
    }

    /** What it holds, by id. */
    public List<Map.Entry<String, V>> entries() {
        return List.copyOf(kept.entrySet());
    }

    /** Behind which id the next page begins; empty if this is the last. */
    public Optional<String> next() {
        return more ? Optional.of(kept.lastKey()) : Optional.empty();
    }
}
