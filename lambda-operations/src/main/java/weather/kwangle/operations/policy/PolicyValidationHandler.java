package weather.kwangle.operations.policy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What AppConfig calls about each document before it takes it
 * (https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html).
 * An answer accepts, an exception refuses.
 */
public final class PolicyValidationHandler implements RequestStreamHandler {
    /** The largest document in base64, and room for what stands around it. */
    private static final int MAX_EVENT_BYTES = 2_000_000;

    private final Clock clock;
    private final PrintStream log;

    /** Started by Lambda. */
    public PolicyValidationHandler() {
        this(Clock.systemUTC(), System.out);
    }

    PolicyValidationHandler(Clock clock, PrintStream log) {
        this.clock = clock;
        this.log = log;
    }

    /** @throws PolicyRefusedException if the document may not be delivered, or the event holds none */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Map<String, Object> event = event(input);
        switch (PolicyValidation.judge(content(event), clock.instant())) {
            case Judgement.Accepted(String version, List<String> remarks) ->
                write(event, Map.of("outcome", "accepted", "version", version, "remarks", remarks));
            case Judgement.Refused(String why) -> {
                write(event, Map.of("outcome", "refused", "reason", why));
                throw new PolicyRefusedException(why);
            }
        }
    }

    private static Map<String, Object> event(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MAX_EVENT_BYTES + 1);
        if (bytes.length > MAX_EVENT_BYTES) {
            throw new PolicyRefusedException(
                    "the event has more than " + MAX_EVENT_BYTES + " bytes, which no document of ours needs");
        }
        try {
            return JSONObjectUtils.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new PolicyRefusedException("the event is no JSON object");
        }
    }

    private static byte[] content(Map<String, Object> event) {
        if (!(event.get("content") instanceof String encoded)) {
            throw new PolicyRefusedException("the event has no content; only AppConfig may call this function");
        }
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new PolicyRefusedException("the event's content is not base64");
        }
    }

    private void write(Map<String, Object> event, Map<String, Object> judgement) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "policy-validation");
        line.put("profile", event.getOrDefault("configurationProfileId", ""));
        line.put("configuration", event.getOrDefault("configurationVersion", ""));
        line.putAll(judgement);
        log.println(JSONObjectUtils.toJSONString(line));
    }
}
