package weather.kwangle.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weather.kwangle.edge.Limit;

class RateLimitFieldsTest {
    private static final List<Limit> LIMITS = List.of(
            new Limit("rate", 200, 2, 0, 1),
            new Limit("day", 1_000_000, 86_400, 996_818, 3469),
            new Limit("month", 999_999_999_999_999L, 2_678_400, 999_999_999_999_999L, 0));

    @Test
    void thePolicyIsAListOfStringsWithQuotaAndWindow() {
        assertThat(parse(RateLimitFields.policy(LIMITS)))
                .containsExactly(
                        new Item("rate", Map.of("q", 200L, "w", 2L)),
                        new Item("day", Map.of("q", 1_000_000L, "w", 86_400L)),
                        new Item("month", Map.of("q", 999_999_999_999_999L, "w", 2_678_400L)));
    }

    @Test
    void whatIsLeftIsAListOfStringsWithRemainingAndTime() {
        assertThat(parse(RateLimitFields.rateLimit(LIMITS)))
                .containsExactly(
                        new Item("rate", Map.of("r", 0L, "t", 1L)),
                        new Item("day", Map.of("r", 996_818L, "t", 3469L)),
                        new Item("month", Map.of("r", 999_999_999_999_999L, "t", 0L)));
    }

    private record Item(String name, Map<String, Long> parameters) {}

    private static final Pattern ITEM = Pattern.compile("\"([\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*)\"");
    private static final Pattern PARAMETER = Pattern.compile("; *([a-z*][a-z0-9_.*-]*)=(-?[0-9]{1,15})");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    /** The part of RFC 9651 section 4.2 that these fields use: a list of strings with integer parameters. */
    private static List<Item> parse(String field) {
        List<Item> items = new ArrayList<>();
        Matcher at = ITEM.matcher(field);
        int position = 0;
        while (true) {
            position = expect(at.usePattern(ITEM), position);
            String name = at.group(1);
            Map<String, Long> parameters = new LinkedHashMap<>();
            while (at.usePattern(PARAMETER).region(position, field.length()).lookingAt()) {
                parameters.put(at.group(1), Long.valueOf(at.group(2)));
                position = at.end();
            }
            items.add(new Item(name, parameters));
            if (position == field.length()) {
                return items;
            }
            position = expect(at.usePattern(COMMA), position);
        }
    }

    private static int expect(Matcher at, int position) {
        assertThat(at.region(position, at.regionEnd()).lookingAt())
                .as("%s at %d", at.pattern(), position)
                .isTrue();
        return at.end();
    }
}
