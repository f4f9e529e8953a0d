package weather.kwangle.edge;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads claims strictly: each is there and has its one JSON type, or the reader throws. */
final class Claims {
    private final Map<?, ?> json;

    Claims(Map<?, ?> json) {
        this.json = json;
    }

    /** @throws IllegalArgumentException if a claim is absent, of another type or out of its range */
    EdgeAssertion assertion() {
        return new EdgeAssertion(
                text("jti"),
                text("sub"),
                text("plan"),
                text("op"),
                scopes(),
                Decision.of(text("decision")).orElseThrow(() -> wrong("decision", "a known decision")),
                limits(),
                text("policyVersion"),
                time("iat"),
                time("exp"));
    }

    String text(String name) {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a string");
    }

    private long integer(String name) {
        if (json.get(name) instanceof Long number) {
            return number;
        }
        throw wrong(name, "an integer");
    }

    private Instant time(String name) {
        try {
            return Instant.ofEpochSecond(integer(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time", e);
        }
    }

    private Set<String> scopes() {
        return Arrays.stream(text("scope").split(" ", -1))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Limit> limits() {
        if (json.get("limits") instanceof List<?> list) {
            return list.stream().map(Claims::limit).toList();
        }
        throw wrong("limits", "an array");
    }

    private static Limit limit(Object entry) {
        if (entry instanceof Map<?, ?> members) {
            Claims claims = new Claims(members);
            return new Limit(
                    claims.text("name"),
                    claims.integer("q"),
                    claims.integer("w"),
                    claims.integer("r"),
                    claims.integer("t"));
        }
        throw wrong("limits", "an array of objects");
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("claim %s is not %s".formatted(name, expected));
    }
}
