package weather.kwangle.forecast.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import weather.kwangle.forecast.answer.WeatherAnswers;
import weather.kwangle.forecast.problem.Excerpt;

/**
 * Reads the body of a batch strictly: what the contract's {@code BatchRequest} does not have is refused, with a pointer
 * to each place that is wrong. One pass over the tokens, so that a hostile body costs no more than its bytes.
 */
final class BatchRequestReader {
    static final int MAX_LOCATIONS = 1000;
    /** An answer of more would pass the 10 MB that API Gateway carries. */
    static final int MAX_FORECAST_DAYS = 7000;

    private static final int MAX_LOCATION_CHARACTERS = 200;
    private static final int DEFAULT_DAYS = 7;
    private static final int MAX_ERRORS = 20;
    private static final String DAYS_EXPECTED = "expected a whole number from 1 to " + WeatherAnswers.MAX_DAYS;
    private static final String LOCATIONS_EXPECTED = "expected an array of 1 to " + MAX_LOCATIONS + " locations";
    /** JSON between systems is UTF-8 (RFC 8259, section 8.1); nothing else is guessed at. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final List<BodyError> errors = new ArrayList<>();
    private final List<String> locations = new ArrayList<>();
    private int days = DEFAULT_DAYS;
    private int total;

    private BatchRequestReader() {}

    /** Reads a body; any bytes get an answer. */
    static BatchReading read(byte[] body) {
        return new BatchRequestReader().readAll(body);
    }

    private BatchReading readAll(byte[] body) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            readBody(json);
            requireAnswerableSize();
        } catch (JacksonException e) {
            error("", "expected JSON, but it cannot be read" + at(e.getLocation()));
        }
        return total == 0
                ? new BatchReading.Read(new BatchRequest(locations, days))
                : new BatchReading.Refused(errors, total);
    }

    private void readBody(JsonParser json) {
        JsonToken first = json.nextToken();
        if (first != JsonToken.START_OBJECT) {
            error("", "expected an object with \"locations\", found " + found(first));
            return;
        }
        readMembers(json);
        if (json.nextToken() != null) {
            error("", "expected nothing after the object, but the body goes on");
        }
    }

    private void readMembers(JsonParser json) {
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (!seen.add(name)) {
                error(pointer(name), "expected once, found again");
                json.skipChildren();
                continue;
            }
            switch (name) {
                case "locations" -> readLocations(json);
                case "days" -> readDays(json);
                default -> {
                    error(pointer(name), "unknown member; known are \"locations\" and \"days\"");
                    json.skipChildren();
                }
            }
        }
        if (!seen.contains("locations")) {
            error("/locations", LOCATIONS_EXPECTED + ", found none");
        }
    }

    private void readLocations(JsonParser json) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            error("/locations", LOCATIONS_EXPECTED + ", found " + found(json.currentToken()));
            json.skipChildren();
            return;
        }
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count < MAX_LOCATIONS) {
                readLocation(json, "/locations/" + count);
            }
            json.skipChildren();
            count++;
        }
        if (count == 0 || count > MAX_LOCATIONS) {
            error("/locations", LOCATIONS_EXPECTED + ", found " + (count == 0 ? "an empty array" : count));
        }
    }

    private void readLocation(JsonParser json, String pointer) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            error(pointer, "expected a string, found " + found(json.currentToken()));
            return;
        }
        String location = json.getString();
        int characters = location.codePointCount(0, location.length());
        if (characters < 1 || characters > MAX_LOCATION_CHARACTERS) {
            error(
                    pointer,
                    "expected 1 to %d characters, found %s"
                            .formatted(MAX_LOCATION_CHARACTERS, characters == 0 ? "none" : characters));
        } else if (Excerpt.isBroken(location)) {
            error(pointer, "expected Unicode text, found half of a surrogate pair");
        } else {
            locations.add(location);
        }
    }

    private void readDays(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            error("/days", DAYS_EXPECTED + ", found " + found(json.currentToken()));
            json.skipChildren();
            return;
        }
        String digits = json.getString();
        // Two digits say it all; a number of a thousand digits is never computed with.
        int number = digits.length() > 2 ? 0 : Integer.parseInt(digits);
        if (number < 1 || number > WeatherAnswers.MAX_DAYS) {
            error("/days", DAYS_EXPECTED + ", found " + Excerpt.of(digits));
        } else {
            days = number;
        }
    }

    private void requireAnswerableSize() {
        int forecastDays = locations.size() * days;
        if (total == 0 && forecastDays > MAX_FORECAST_DAYS) {
            error(
                    "/days",
                    "%d locations for %d days are %d days of forecast, expected at most %d; ask in several batches"
                            .formatted(locations.size(), days, forecastDays, MAX_FORECAST_DAYS));
        }
    }

    private void error(String pointer, String detail) {
        total++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new BodyError(pointer, detail));
        }
    }

    /** A member's name as a JSON Pointer (RFC 6901, section 3). */
    private static String pointer(String name) {
        return "/" + Excerpt.of(name).replace("~", "~0").replace("/", "~1");
    }

    /** Not every refusal of the parser has a place: too deep a nesting has none. */
    private static String at(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String found(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
