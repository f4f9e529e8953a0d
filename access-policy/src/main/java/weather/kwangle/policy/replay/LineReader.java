package weather.kwangle.policy.replay;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads the authorizer's own lines, with or without the time before them that {@code aws logs tail} prints. Members that it
 * does not know are passed over, so that the log may grow.
 */
final class LineReader {
    private static final RecordedLine OTHER = new RecordedLine.Other();
    private static final RecordedLine MALFORMED = new RecordedLine.Malformed();
    private static final RecordedLine WITHOUT_CLAIMS = new RecordedLine.WithoutClaims();
    private static final RecordedLine NOT_THE_POLICYS = new RecordedLine.NotThePolicys();

    /** Over quota is let in by the policy. */
    private static final Set<String> ALLOWED = Set.of("allow", "rate-limited", "quota-exceeded");

    /** Why the policy denies; the other causes come before it is asked, or from the table. */
    private static final Set<String> POLICYS_CAUSES =
            Set.of("missing-scope", "unknown-client", "unknown-plan", "unknown-operation", "broken-glass");

    /** The policy's too, but of a token that is refused, and of such a token a line tells nothing. */
    private static final String WRONG_AUDIENCE = "wrong-audience";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /** A parser for each line, all from one thread: its buffers are to be found again at once. */
    private final JsonFactory json = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private static final class Members {
        private String type = "";
        private String decision = "";
        private String cause = "";
        private String client = "";
        private String operation = "";
        private String plan = "";
        private @Nullable String tablePlan;
        private String policyVersion = "";
        private String time = "";
        private @Nullable String scopes;
        private @Nullable String groups;
        private String audiences = "";
    }

    RecordedLine read(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && bytes[start] != '{') {
            start++;
        }
        if (start == to) {
            return OTHER;
        }
        Members members = new Members();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, start, to - start)) {
            read(parser, members);
        } catch (JacksonException e) {
            return MALFORMED;
        }
        if (!members.type.equals("decision")) {
            return OTHER;
        }
        return decision(members, start == from ? "" : new String(bytes, from, start - from, StandardCharsets.UTF_8));
    }

    private static RecordedLine decision(Members members, String before) {
        boolean allowed = ALLOWED.contains(members.decision);
        boolean denied = members.decision.equals("deny");
        if (members.decision.equals("unauthorized") && members.cause.equals(WRONG_AUDIENCE)) {
            return WITHOUT_CLAIMS;
        }
        if (!allowed && !(denied && POLICYS_CAUSES.contains(members.cause))) {
            boolean isKnown =
                    denied || Set.of("unauthorized", "internal-failure").contains(members.decision);
            return isKnown ? NOT_THE_POLICYS : MALFORMED;
        }
        if (members.client.isEmpty() || members.operation.indexOf(' ') < 0) {
            return MALFORMED;
        }
        if (members.scopes == null || members.groups == null) {
            return WITHOUT_CLAIMS;
        }
        return new RecordedLine.Decision(
                allowed,
                members.client,
                members.operation,
                members.plan,
                Optional.ofNullable(members.tablePlan),
                members.scopes,
                members.groups,
                members.audiences,
                members.policyVersion,
                time(members.time, before));
    }

    /** The line's own, or the one that {@code aws logs tail} puts before it. */
    private static String time(String own, String before) {
        String written = own.isEmpty() ? before.strip() : own;
        return written.endsWith("Z") ? written : "";
    }

    private static void read(JsonParser parser, Members members) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                text(members, name, parser);
            } else if (value == JsonToken.START_ARRAY && name.equals("scopes")) {
                members.scopes = texts(parser);
            } else if (value == JsonToken.START_ARRAY && name.equals("groups")) {
                members.groups = texts(parser);
            } else if (value == JsonToken.START_ARRAY && name.equals("audience")) {
                members.audiences = texts(parser);
            } else {
                parser.skipChildren();
            }
        }
        parser.nextToken();
    }

    private static void text(Members members, String name, JsonParser parser) {
        switch (name) {
            case "type" -> members.type = parser.getString();
            case "decision" -> members.decision = parser.getString();
            case "cause" -> members.cause = parser.getString();
            case "client" -> members.client = plain(parser.getString());
            case "operation" -> members.operation = plain(parser.getString());
            case "plan" -> members.plan = plain(parser.getString());
            case "tablePlan" -> members.tablePlan = plain(parser.getString());
            case "policyVersion" -> members.policyVersion = plain(parser.getString());
            case "time" -> members.time = parser.getString();
            default -> {
                // Not asked for.
            }
        }
    }

    private static String texts(JsonParser parser) {
        StringBuilder texts = new StringBuilder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.append(texts.isEmpty() ? "" : "\n").append(plain(parser.getString()));
            } else {
                parser.skipChildren();
            }
        }
        return texts.toString();
    }

    /**
     * The text with its control characters made the one that stands for the unreadable (U+FFFD): no name of the policy has
     * either, lines stand for names here, and a terminal would obey them.
     */
    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return CONTROL.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }
}
