package weather.kwangle.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

class ReplayTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String POLICY = """
            version: 1
            resourceServer: mw
            operations:
              GET /forecast: { allOf: [read:forecast] }
              GET /maps: { allOf: [read:maps] }
              GET /alerts/{id}: { allOf: [read:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10 }
              partner: { rate: 50/s, burst: 10 }
            clients:
              acme: { plan: partner, scopes: [read:forecast], groups: { staff: [read:maps] } }
            unknownClient: deny
            """;
    private static final String LINE = """
            {"type":"decision","time":"2026-11-25T10:00:00Z","requestId":"r","decision":"allow","client":"acme",\
            "scopes":["mw/read:forecast"],"groups":[],"plan":"partner","operation":"GET /forecast","reason":"allowed",\
            "policyVersion":"1-old","durationMicros":7}
            """;

    @Test
    void what_both_decide_alike_is_as_before() {
        ReplayReport report = replay(LINE + LINE.replace("\"allow\"", "\"rate-limited\""));

        assertThat(report.breaks()).isEmpty();
        assertThat(report.gains()).isEmpty();
        assertThat(report.planMoves()).isEmpty();
        assertThat(report.unchanged()).isEqualTo(2);
        assertThat(report.recordedVersions()).containsExactly("1-old");
    }

    @Test
    void a_request_that_was_let_in_and_would_be_refused_breaks_with_its_count_and_its_last_time() {
        String maps = LINE.replace("GET /forecast", "GET /maps").replace("read:forecast\"]", "read:maps\"]");

        ReplayReport report = replay(maps + maps.replace("25T10", "25T12") + maps.replace("25T10", "25T11") + LINE);

        assertThat(report.breaks()).singleElement().satisfies(change -> {
            assertThat(change.client()).isEqualTo("acme");
            assertThat(change.operation()).isEqualTo("GET /maps");
            assertThat(change.scopes()).containsExactly("mw/read:maps");
            assertThat(change.reason())
                    .isEqualTo("missing scope read:maps: the token has read:maps, which this client may not use");
            assertThat(change.tally().count()).isEqualTo(3);
            assertThat(change.tally().last()).contains(Instant.parse("2026-11-25T12:00:00Z"));
        });
        assertThat(report.timeline().hours()).hasSize(3);
        assertThat(report.unchanged()).isEqualTo(1);
    }

    @Test
    void a_request_that_was_refused_and_would_be_let_in_gains() {
        String denied = LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"missing-scope\"");

        assertThat(replay(denied).gains()).singleElement().returns("GET /forecast", ReplayedChange::operation);
    }

    @Test
    void an_operation_that_the_new_policy_lacks_breaks_and_one_that_it_has_for_a_path_gains() {
        String gone = LINE.replace("GET /forecast", "GET /gone");
        String alert = LINE.replace("GET /forecast", "GET /alerts/7")
                .replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"unknown-operation\"");

        assertThat(replay(gone).breaks())
                .singleElement()
                .returns("the policy has no such operation", ReplayedChange::reason)
                .returns("GET /gone", ReplayedChange::operation);
        assertThat(replay(alert).gains()).singleElement().returns("GET /alerts/{id}", ReplayedChange::operation);
    }

    @Test
    void groups_and_the_table_s_plan_have_their_say() {
        String staff = LINE.replace("GET /forecast", "GET /maps")
                .replace("read:forecast\"]", "read:maps\"]")
                .replace("\"groups\":[]", "\"groups\":[\"staff\"]");
        String tables = LINE.replace("acme", "someone").replace("\"plan\"", "\"tablePlan\":\"trial\",\"plan\"");
        String nobodys = LINE.replace("acme", "someone");

        assertThat(replay(staff).breaks()).isEmpty();
        assertThat(replay(tables).breaks()).isEmpty();
        assertThat(replay(tables).planMoves()).singleElement().satisfies(move -> {
            assertThat(move.before()).isEqualTo("partner");
            assertThat(move.after()).isEqualTo("trial");
        });
        assertThat(replay(nobodys).breaks())
                .singleElement()
                .returns("client someone is not registered for this API", ReplayedChange::reason);
    }

    @Test
    void every_line_is_counted_as_what_it_is() {
        ReplayReport report = replay(LINE
                + "2026-11-25T10:00:00Z " + LINE
                + "START RequestId: 1 Version: $LATEST\n"
                + "\n"
                + "{\"type\":\"audit\"}\n"
                + "{\"_aws\":{\"Timestamp\":1}}\n"
                + LINE.replace("\"type\":\"decision\"", "\"type\":\"shadow\",\"live\":{\"type\":\"decision\"}")
                + LINE.replace("\"decision\":\"allow\"", "\"decision\":\"unauthorized\"")
                + LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"suspended-client\"")
                + LINE.replace("\"scopes\":[\"mw/read:forecast\"],", "")
                + LINE.replace("\"client\":\"acme\",", "")
                + LINE.replace("\"decision\":\"allow\"", "\"decision\":\"maybe\"")
                + LINE.substring(0, 40));

        assertThat(report.lines().total()).isEqualTo(13);
        assertThat(report.lines().decisions()).isEqualTo(2);
        assertThat(report.lines().others()).isEqualTo(5);
        assertThat(report.lines().notThePolicys()).isEqualTo(2);
        assertThat(report.lines().withoutClaims()).isEqualTo(1);
        assertThat(report.lines().malformed()).isEqualTo(3);
        assertThat(report.lines().malformedAt()).containsExactly(11L, 12L, 13L);
    }

    @Test
    void a_line_beyond_the_bound_is_malformed_and_the_next_is_read() {
        String endless = "{\"type\":\"decision\",\"reason\":\"" + "x".repeat(3_000_000) + "\"}\n";

        ReplayReport report = replay(LINE + endless + LINE + endless.strip());

        assertThat(report.lines().total()).isEqualTo(4);
        assertThat(report.lines().decisions()).isEqualTo(2);
        assertThat(report.lines().malformedAt()).containsExactly(2L, 4L);
        assertThat(report.lines().others()).isZero();
    }

    @Test
    void lines_are_the_same_however_the_stream_cuts_them() throws Exception {
        byte[] log = (LINE + LINE.replace("acme", "someone") + LINE).getBytes(StandardCharsets.UTF_8);
        InputStream dripping = new ByteArrayInputStream(log) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, 7));
            }
        };

        ReplayReport report = Replay.of(dripping, policy(), NOW);

        assertThat(report.lines().decisions()).isEqualTo(3);
        assertThat(report.lines().bytes()).isEqualTo(log.length);
        assertThat(report.unchanged()).isEqualTo(2);
    }

    @Property(seed = "20261126", tries = 500)
    void no_bytes_are_fatal(@ForAll("logs") byte[] log) {
        ReplayReport report = replay(log);

        ReplayReport.Lines lines = report.lines();
        assertThat(lines.decisions()
                        + lines.notThePolicys()
                        + lines.withoutClaims()
                        + lines.others()
                        + lines.malformed())
                .isEqualTo(lines.total());
    }

    /** The line with some bytes replaced, twice. */
    @Provide
    Arbitrary<byte[]> logs() {
        byte[] line = LINE.getBytes(StandardCharsets.UTF_8);
        Arbitrary<byte[]> piece = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
        return Arbitraries.integers()
                .between(0, line.length - 4)
                .flatMap(at -> piece.map(bytes -> {
                    byte[] twice = Arrays.copyOf(line, 2 * line.length);
                    System.arraycopy(line, 0, twice, line.length, line.length);
                    System.arraycopy(bytes, 0, twice, at, bytes.length);
                    return twice;
                }));
    }

    @Test
    void the_page_needs_nothing_else_and_escapes_what_clients_sent() {
        String evil =
                LINE.replace("GET /forecast", "GET /<script>alert(1)</script>").replace("acme", "\\\"><b>");

        String page = new ReplayHtml(replay(evil + LINE.replace("acme", "someone"))).page();

        assertThat(page)
                .contains(
                        "<svg",
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "&quot;&gt;&lt;b&gt;",
                        "<td class=\"number\">1</td>")
                .doesNotContain("<script", "<b>", "src=", "href=", "url(", "http:");
    }

    @Test
    void the_page_has_no_chart_if_no_line_tells_its_time() {
        String page = new ReplayHtml(replay(
                        LINE.replace("\"time\":\"2026-11-25T10:00:00Z\",", "").replace("acme", "x")))
                .page();

        assertThat(page).doesNotContain("<svg");
        assertThat(replay(LINE.replace("\"time\":\"2026-11-25T10:00:00Z\",", "").replace("acme", "x"))
                        .breaks())
                .singleElement()
                .satisfies(change -> assertThat(change.tally().last()).isEmpty());
    }

    @Test
    void a_month_of_hours_fits_the_chart() {
        StringBuilder log = new StringBuilder();
        for (int day = 1; day <= 30; day++) {
            for (int hour = 0; hour < 24; hour++) {
                log.append(LINE.replace("2026-11-25T10", "2026-11-%02dT%02d".formatted(day, hour))
                        .replace("acme", "x"));
            }
        }

        String page = new ReplayHtml(replay(log.toString())).page();

        assertThat(page.lines().filter(line -> line.startsWith("<rect"))).hasSize(60);
        assertThat(page).contains("12 break, 1 Nov 00:00 to 1 Nov 12:00", "a bar is 12 h, times are UTC");
    }

    private static ReplayReport replay(String log) {
        return replay(log.getBytes(StandardCharsets.UTF_8));
    }

    private static ReplayReport replay(byte[] log) {
        try {
            return Replay.of(new ByteArrayInputStream(log), policy(), NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessPolicy policy() {
        try {
            return AccessPolicy.parse("policy.yaml", POLICY);
        } catch (PolicyParseException e) {
            throw new AssertionError(e);
        }
    }
}
