package weather.kwangle.authorizer.policy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.StrictJson;

/** Lines that were logged. */
final class RecordedLog {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    PrintStream stream() {
        return stream;
    }

    List<Map<String, Object>> lines() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(RecordedLog::json)
                .toList();
    }

    /** The events of the audit lines, in order. */
    List<String> events() {
        return lines().stream().map(line -> String.valueOf(line.get("event"))).toList();
    }

    void clear() {
        bytes.reset();
    }

    private static Map<String, Object> json(String line) {
        try {
            return StrictJson.object(line.getBytes(StandardCharsets.UTF_8), 4);
        } catch (JsonFormatException e) {
            throw new AssertionError(line, e);
        }
    }
}
