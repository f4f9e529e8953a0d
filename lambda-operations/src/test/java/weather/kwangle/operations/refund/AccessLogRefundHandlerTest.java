package weather.kwangle.operations.refund;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;

class AccessLogRefundHandlerTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-26");

    private final RecordedBook book = new RecordedBook();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final AccessLogRefundHandler handler = new AccessLogRefundHandler(book, new PrintStream(log, true, UTF_8));

    private static final class RecordedBook implements RefundBook {
        final List<String> asked = new ArrayList<>();
        String awayFor = "";

        @Override
        public Settlement refund(String clientId, List<Refund> refunds) {
            refunds.forEach(refund -> asked.add(clientId + " " + refund.requestId() + " " + refund.day()));
            if (clientId.equals(awayFor)) {
                throw new LedgerUnavailableException("the table is away");
            }
            return new Settlement(refunds, List.of(), List.of(), List.of());
        }
    }

    private static String line(String requestId, String client, String decision, String operation, int status) {
        String[] parts = operation.split(" ");
        return """
                {"requestId":"%s","requestTime":"26/Nov/2026:00:00:00 +0000","httpMethod":"%s","resourcePath":"%s",\
                "clientId":"%s","decision":"%s","quotaDay":"%s","errorType":"-","integrationStatus":"-","status":%d,\
                "responseLatency":12}""".formatted(requestId, parts[0], parts[1], client, decision, DAY, status);
    }

    private static byte[] event(String messageType, String... lines) {
        List<Map<String, Object>> events = IntStream.range(0, lines.length)
                .<Map<String, Object>>mapToObj(
                        i -> Map.of("id", String.valueOf(i), "timestamp", 1_795_651_200_000L + i, "message", lines[i]))
                .toList();
        String message = JSONObjectUtils.toJSONString(Map.of(
                "messageType",
                messageType,
                "owner",
                "123456789012",
                "logGroup",
                "/aws/apigateway/max-weather",
                "logStream",
                "stream",
                "subscriptionFilters",
                List.of("refunds"),
                "logEvents",
                events));
        return envelope(packed(message));
    }

    private static byte[] packed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] envelope(byte[] data) {
        return "{\"awslogs\":{\"data\":\"%s\"}}"
                .formatted(Base64.getEncoder().encodeToString(data))
                .getBytes(UTF_8);
    }

    private void handle(byte[] event) throws IOException {
        handler.handleRequest(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), null);
    }

    private String said() {
        return log.toString(UTF_8).strip();
    }

    @Test
    void whatDiedAfterTheEdgeTookItsPermitIsRefunded() throws Exception {
        handle(event(
                "DATA_MESSAGE",
                line("refused-key", "acme", "allow", "GET /forecast", 403),
                line("throttled", "acme", "allow", "POST /forecast", 429),
                line("no-gateway", "other", "allow", "GET /current", 503),
                line("no-answer", "acme", "allow", "GET /places", 504)));

        assertThat(book.asked)
                .containsExactly(
                        "acme refused-key 2026-11-26",
                        "acme throttled 2026-11-26",
                        "acme no-answer 2026-11-26",
                        "other no-gateway 2026-11-26");
        assertThat(said())
                .isEqualTo("{\"type\":\"refunds\",\"lines\":4,\"given\":4,\"repeated\":0,\"beyond\":0,\"late\":0}");
    }

    static Stream<String> settled() {
        return Stream.of(
                line("good", "acme", "allow", "GET /forecast", 200),
                line("not-modified", "acme", "allow", "GET /forecast", 304),
                line("limited", "acme", "rate-limited", "GET /forecast", 429),
                line("over-quota", "acme", "quota-exceeded", "GET /forecast", 429),
                line("denied", "acme", "deny", "GET /forecast", 403),
                line("nobody", "-", "-", "GET /forecast", 401),
                line("usage", "acme", "allow", "GET /usage", 503));
    }

    @ParameterizedTest
    @MethodSource("settled")
    void whatTookNothingOrWasAnsweredIsNot(String line) throws Exception {
        handle(event("DATA_MESSAGE", line));

        assertThat(book.asked).isEmpty();
        assertThat(said()).contains("\"lines\":1,\"given\":0").doesNotContain("unreadable");
    }

    @Test
    void aLineThatCannotBeReadIsCountedAndKeepsNoOtherFromItsRefund() throws Exception {
        handle(event(
                "DATA_MESSAGE",
                "not json",
                "[]",
                "{}",
                line("a", "acme", "allow", "GET /forecast", 503).replace("\"requestId\":\"a\",", ""),
                line("b", "acme", "allow", "GET /forecast", 503).replace("2026-11-26", "-"),
                line("c", "acme", "allow", "GET /forecast", 503).replace(":503", ":\"503\""),
                line("d", "acme", "allow", "GET /forecast", 503).replace("\"httpMethod\":\"GET\",", ""),
                line("good", "acme", "allow", "GET /forecast", 503)));

        assertThat(book.asked).containsExactly("acme good 2026-11-26");
        assertThat(said())
                .contains("\"given\":1")
                .contains("\"no JSON object\":1")
                .contains("\"no decision\":2")
                .contains("\"no client, request or day\":2")
                .contains("\"no status\":1")
                .contains("\"no operation\":1");
    }

    @Test
    void aTableThatIsAwayIsAnErrorAfterEverybodyElseWasServed() {
        book.awayFor = "acme";

        assertThatThrownBy(() -> handle(event(
                        "DATA_MESSAGE",
                        line("a", "acme", "allow", "GET /forecast", 503),
                        line("b", "other", "allow", "GET /forecast", 503))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the table is away");

        assertThat(book.asked).containsExactly("acme a 2026-11-26", "other b 2026-11-26");
        assertThat(said()).contains("\"given\":1").contains("\"failure\":\"the table is away\"");
    }

    @Test
    void aControlMessageHasNoLines() throws Exception {
        handle(event("CONTROL_MESSAGE", "CWL CONTROL MESSAGE: Checking health of destination Lambda."));

        assertThat(book.asked).isEmpty();
        assertThat(said()).contains("\"lines\":0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"awslogs\":{}}",
                "{\"awslogs\":{\"data\":7}}",
                "{\"awslogs\":{\"data\":\"not base64!\"}}",
                "{\"awslogs\":{\"data\":\"bm90IGd6aXA=\"}}"
            })
    void anEventThatCannotBeReadIsSaidAndPassedOver(String event) throws Exception {
        handle(event.getBytes(UTF_8));

        assertThat(said()).startsWith("{\"type\":\"refunds\",\"unreadable\":\"");
    }

    @Test
    void whatUnpacksWithoutEndIsPassedOver() throws Exception {
        handle(envelope(packed("{\"messageType\":\"" + "a".repeat(65 * 1024 * 1024) + "\"}")));

        assertThat(said()).contains("unpacks to more than 67108864 bytes");
    }

    @Property(seed = "20261126", tries = 500)
    void anyTextIsALineThatGetsAnAnswer(@ForAll String text) {
        assertThat(AccessLogLine.of(text)).isNotNull();
        assertThat(AccessLogLine.of("{\"decision\":\"allow\",\"quotaDay\":" + text + "}"))
                .isInstanceOf(AccessLogLine.Unreadable.class);
    }

    @Test
    void withoutATableItDoesNotStart() {
        assertThatThrownBy(() -> AccessLogRefundHandler.table(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("QUOTA_TABLE is not set; expected the name of the quota table");
        assertThat(AccessLogRefundHandler.table(Map.of("QUOTA_TABLE", "t"))).isEqualTo("t");
    }
}
