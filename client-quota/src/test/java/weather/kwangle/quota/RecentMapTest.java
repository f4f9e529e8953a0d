package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RecentMapTest {

    @Test
    void drops_the_entry_that_was_not_used_for_the_longest_time() {
        var map = new RecentMap<String, Integer>(2);
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");

        map.put("c", 3);

        assertThat(map.get("b")).isEmpty();
        assertThat(map.get("a")).contains(1);
        assertThat(map.get("c")).contains(3);
        assertThat(map.size()).isEqualTo(2);
    }

    @Test
    void tells_what_it_drops() {
        var dropped = new ArrayList<Integer>();
        var map = new RecentMap<String, Integer>(2, dropped::add);

        assertThat(map.computeIfAbsent("a", key -> 1)).isEqualTo(1);
        assertThat(map.computeIfAbsent("a", key -> 2)).isEqualTo(1);
        map.computeIfAbsent("b", key -> 3);
        map.computeIfAbsent("c", key -> 4);
        assertThat(dropped).containsExactly(1);

        map.clear();
        assertThat(dropped).containsExactly(1, 3, 4);
        assertThat(map.size()).isZero();
    }
}
