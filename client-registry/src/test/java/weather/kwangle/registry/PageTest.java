package weather.kwangle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PageTest {
    @Property
    void pages_one_behind_the_other_show_every_client_once_and_sorted(
            @ForAll Set<@AlphaChars @StringLength(min = 1, max = 3) String> ids,
            @ForAll @IntRange(min = 1, max = 7) int size) {
        List<String> shown = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            Page<String> page = new Page<>(after.get(), size);
            ids.forEach(id -> page.put(id, id));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(size);
            shown.addAll(page.entries().stream().map(Map.Entry::getKey).toList());
            after = page.next();
        }
        assertThat(shown).containsExactlyElementsOf(new TreeSet<>(ids));
    }

    @Test
    void what_is_said_last_of_a_client_counts() {
        Page<String> page = new Page<>("", 2);
        page.put("b", "by the policy");
        page.put("b", "by the table");

        assertThat(page.entries()).containsExactly(Map.entry("b", "by the table"));
        assertThat(page.next()).isEmpty();
    }
}
