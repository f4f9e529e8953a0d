package weather.kwangle.gateway.batch;

import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * How many places a batch asks for, in one pass over the tokens and without keeping any. Only the service judges a body:
 * what it refuses is refunded, so that a count of a bad body costs nobody anything.
 */
final class BatchSize {
    /** The most that a batch may have (the contract's {@code maxItems}); a larger one is the service's to refuse. */
    static final int MAX_PLACES = 1000;

    private static final String PLACES = "locations";

    /** As the service reads: UTF-8, and nothing guessed. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private BatchSize() {}

    /** The number of places, 1 to {@link #MAX_PLACES}; empty for a body that can have no good answer. */
    static OptionalInt of(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return OptionalInt.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isPlaces = json.currentName().equals(PLACES);
                JsonToken value = json.nextToken();
                if (isPlaces) {
                    return value == JsonToken.START_ARRAY ? elements(json) : OptionalInt.empty();
                }
                json.skipChildren();
            }
            return OptionalInt.empty();
        } catch (JacksonException e) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt elements(JsonParser json) {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count > MAX_PLACES) {
                return OptionalInt.empty();
            }
            json.skipChildren();
        }
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }
}
