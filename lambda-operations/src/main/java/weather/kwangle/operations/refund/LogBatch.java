package weather.kwangle.operations.refund;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What a subscription of CloudWatch Logs hands to a function: lines of a log group, as JSON in gzip in Base64 in the member
 * {@code awslogs.data} (AWS: Amazon CloudWatch Logs User Guide, "Subscription filters with AWS Lambda").
 *
 * @param lines the messages, in their order
 */
record LogBatch(List<String> lines) {
    /** Lambda takes events of 6 MB; what they unpack to is bounded too. */
    private static final int MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

    private static final String DATA = "DATA_MESSAGE";

    LogBatch {
        lines = List.copyOf(lines);
    }

    /**
     * Reads an event. A control message, by which CloudWatch Logs tries the way, has no lines.
     *
     * @throws UnreadableEventException if it is none of CloudWatch Logs
     */
    static LogBatch of(byte[] event) throws UnreadableEventException {
        Map<String, Object> envelope = json(new String(event, StandardCharsets.UTF_8));
        if (!(envelope.get("awslogs") instanceof Map<?, ?> logs) || !(logs.get("data") instanceof String data)) {
            throw new UnreadableEventException(
                    "the event has no awslogs.data; only CloudWatch Logs may call this function");
        }
        Map<String, Object> message = json(unpacked(data));
        if (!DATA.equals(message.get("messageType"))) {
            return new LogBatch(List.of());
        }
        if (!(message.get("logEvents") instanceof List<?> events)) {
            throw new UnreadableEventException("the message has no logEvents");
        }
        var lines = new ArrayList<String>();
        for (Object logged : events) {
            if (!(logged instanceof Map<?, ?> entry) || !(entry.get("message") instanceof String line)) {
                throw new UnreadableEventException("a log event has no message");
            }
            lines.add(line);
        }
        return new LogBatch(lines);
    }

    private static String unpacked(String data) throws UnreadableEventException {
        try (InputStream packed =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
            byte[] bytes = packed.readNBytes(MAX_UNPACKED_BYTES + 1);
            if (bytes.length > MAX_UNPACKED_BYTES) {
                throw new UnreadableEventException("the message unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableEventException("awslogs.data is no gzip in Base64");
        }
    }

    private static Map<String, Object> json(String text) throws UnreadableEventException {
        try {
            return JSONObjectUtils.parse(text, text.length());
        } catch (ParseException e) {
            throw new UnreadableEventException("the event is no JSON object");
        }
    }
}
