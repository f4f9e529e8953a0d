package weather.kwangle.authorizer.policy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.PolicyParseException;

/** Audit lines as the authorizer prints them into its log group. */
public final class AuditLines {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(45);
    private static final String REFUSALS = "{\"version\":1,\"breakGlass\":[]}";
    private static final String POLICY = """
            {"version":1,"resourceServer":"max-weather","operations":{"GET /forecast":{"allOf":["read:forecast"]}},\
            "plans":{"trial":{"rate":"5/s","burst":10}},"clients":{},"unknownClient":"deny","breakGlass":[]}""";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AuditLog log =
            new AuditLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), Clock.fixed(NOW, ZoneOffset.UTC));

    private AuditLines() {}

    /** An access policy that comes, is replaced by one that cannot be read, is mended, is out of reach, and in reach again. */
    public static List<String> ofAccessPolicy() {
        return new AuditLines().ofDocument(DocumentKind.ACCESS_POLICY, POLICY);
    }

    /** The same of the list of refusals by hand. */
    public static List<String> ofBreakGlassList() {
        return new AuditLines().ofDocument(DocumentKind.BREAK_GLASS, REFUSALS);
    }

    /** The same of a candidate, which counts as changed when it can no longer be read, and when it can again. */
    public static List<String> ofCandidate() {
        return new AuditLines().ofDocument(DocumentKind.SHADOW_POLICY, POLICY);
    }

    /** An entry that begins to be in force and no longer is. */
    public static List<String> ofBreakGlassEntry() {
        BreakGlass entry = new BreakGlass(
                new BreakGlass.Subject.Client("acme-weather"), "ana", "leaked secret", NOW.plusSeconds(60));
        AuditLines lines = new AuditLines();
        lines.log.breakGlassBegan(entry, policy());
        lines.log.breakGlassEnded(entry, policy(), NOW);
        return lines.printed();
    }

    private <T> List<String> ofDocument(DocumentKind<T> kind, String text) {
        DeliveryState<T> state = DeliveryState.initial();
        state = next(kind, state, state.delivered(kind, Agent.ASKED, document(text), NOW, INTERVAL));
        state = next(kind, state, state.delivered(kind, Agent.ASKED, document("{"), NOW, INTERVAL));
        state = next(kind, state, state.delivered(kind, Agent.ASKED, document(text), NOW, INTERVAL));
        state = next(kind, state, state.unreachable(kind, "connection refused", NOW, INTERVAL));
        next(kind, state, state.delivered(kind, Agent.ASKED, document(text), NOW, INTERVAL));
        return printed();
    }

    private <T> DeliveryState<T> next(DocumentKind<T> kind, DeliveryState<T> before, DeliveryState<T> after) {
        log.delivered(kind, Agent.ASKED, before, after);
        return after;
    }

    private List<String> printed() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Document document(String text) {
        return new Document(text.getBytes(StandardCharsets.UTF_8), "7");
    }

    private static AccessPolicy policy() {
        try {
            return AccessPolicy.parse("policy.json", POLICY);
        } catch (PolicyParseException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private enum Agent implements DocumentSource {
        ASKED;

        @Override
        public int maxBytes() {
            return 100_000;
        }

        @Override
        public boolean mayBeHalfWritten() {
            return false;
        }

        @Override
        public Document read() {
            throw new AssertionError("nobody reads");
        }
    }
}
