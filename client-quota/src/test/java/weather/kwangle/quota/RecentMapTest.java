package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

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
}
