package weather.kwangle.authorizer.token;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads claims strictly: each has its one JSON type and form, or is refused by name. */
final class Claims {
    /** The year 9999: later times are mistakes, and arithmetic with them is safe. */
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private final Map<String, Object> json;

    Claims(Map<String, Object> json) {
        this.json = json;
    }

    String text(String name) throws TokenRefusedException {
        if (require(name) instanceof String text) {
            return text;
        }
        throw wrongType(name, "text");
    }

    String clientId(SharedClaims shared) throws TokenRefusedException {
        return shared.clientId(text("client_id"))
                .orElseThrow(() ->
                        wrongType("client_id", "1 to 128 letters, digits, dots, underscores, hyphens and plus signs"));
    }

    /** A NumericDate (RFC 7519 section 2); fractions are cut off. */
    Instant time(String name) throws TokenRefusedException {
        return switch (require(name)) {
            case Long seconds when seconds >= 0 && seconds <= MAX_EPOCH_SECOND -> Instant.ofEpochSecond(seconds);
            case BigDecimal seconds
            when seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(MAX_EPOCH_SECOND)) <= 0 ->
                Instant.ofEpochSecond(seconds.longValue());
            default -> throw wrongType(name, "seconds since 1970");
        };
    }

    Optional<Instant> optionalTime(String name) throws TokenRefusedException {
        return json.containsKey(name) ? Optional.of(time(name)) : Optional.empty();
    }

    /** Scopes have spaces between them (RFC 6749 section 3.3); a token may have none. */
    Set<String> scopes(SharedClaims shared) throws TokenRefusedException {
        return json.containsKey("scope") ? shared.scopes(text("scope")) : Set.of();
    }

    Set<String> groups() throws TokenRefusedException {
        return json.containsKey("cognito:groups") ? texts("cognito:groups", "a list of names") : Set.of();
    }

    /** One text or a list of them (RFC 7519 section 4.1.3); a token may have none. */
    Set<String> audiences() throws TokenRefusedException {
        if (!json.containsKey("aud")) {
            return Set.of();
        }
        return json.get("aud") instanceof String audience ? Set.of(audience) : texts("aud", "text or a list of texts");
    }

    /** Claims that we do not need still have one type; a token that gets them wrong is not the issuer's usual one. */
    void requireTextIfPresent(String... names) throws TokenRefusedException {
        for (String name : names) {
            if (json.containsKey(name)) {
                text(name);
            }
        }
    }

    private Set<String> texts(String name, String expected) throws TokenRefusedException {
        if (!(json.get(name) instanceof List<?> list)) {
            throw wrongType(name, expected);
        }
        Set<String> texts = new HashSet<>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw wrongType(name, expected);
            }
            texts.add(text);
        }
        return texts;
    }

    private Object require(String name) throws TokenRefusedException {
        Object value = json.get(name);
        if (value == null) {
            throw new TokenRefusedException(Refusal.MISSING_CLAIM, "claim " + name + " is missing");
        }
        return value;
    }

    private static TokenRefusedException wrongType(String name, String expected) {
        return new TokenRefusedException(Refusal.WRONG_CLAIM_TYPE, "claim " + name + " is not " + expected);
    }
}
