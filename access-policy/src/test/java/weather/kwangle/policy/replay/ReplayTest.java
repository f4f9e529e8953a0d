package weather.kwangle.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

class ReplayTest {
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

        assertThat(replay(denied + denied).gains()).singleElement().satisfies(change -> {
            assertThat(change.operation()).isEqualTo("GET /forecast");
            assertThat(change.tally().count()).isEqualTo(2);
        });
    }

    @Test
    void what_breaks_and_what_gains_is_not_as_before() {
        String gone = LINE.replace("GET /forecast", "GET /gone");
        String denied = LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"missing-scope\"");

        ReplayReport report = replay(gone + denied + denied + LINE + LINE + LINE);

        assertThat(report.breaks()).hasSize(1);
        assertThat(report.gains()).hasSize(1);
        assertThat(report.unchanged()).isEqualTo(3);
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
    void what_is_refused_by_hand_counts_at_the_time_of_each_line() {
        String policy = POLICY + """
                breakGlass:
                  - { operation: GET /forecast, by: ana, why: late, until: 2026-11-25T11:00:00Z }
                  - { client: acme, by: ana, why: leak, until: 2026-11-25T10:00:00Z }
                """;
        String log = LINE.replace("25T10:00:00Z", "25T09:59:59.999Z") // both refuse it
                + LINE // the client's refusal is over
                + LINE.replace("25T10:00:00Z", "25T10:59:59Z")
                + LINE.replace("25T10:00:00Z", "25T11:00:00Z")
                + LINE.replace("2026-11-25T10:00:00Z", "yesterday Z");

        ReplayReport report = replay(log.getBytes(StandardCharsets.UTF_8), policy, Optional.empty());

        assertThat(report.breaks())
                .extracting(change -> change.reason() + " " + change.tally().count())
                .containsExactlyInAnyOrder("operation GET /forecast is suspended until 2026-11-25T11:00:00Z 4");
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.assumptions())
                .containsExactly(
                        "what is refused by hand counts for each request as it would have at its time",
                        "1 decisions tell no time, and are taken to be before the end of what is refused by hand");
    }

    @Test
    void what_is_refused_by_hand_counts_at_one_time_if_one_is_given() {
        String policy = POLICY + "breakGlass: [{ client: acme, by: ana, why: leak, until: 2026-11-25T11:00:00Z }]\n";
        byte[] log = (LINE + LINE.replace("25T10", "25T12")).getBytes(StandardCharsets.UTF_8);

        ReplayReport before = replay(log, policy, Optional.of(Instant.parse("2026-11-25T10:59:59Z")));
        ReplayReport after = replay(log, policy, Optional.of(Instant.parse("2026-11-25T11:00:00Z")));

        assertThat(before.breaks())
                .singleElement()
                .satisfies(change -> assertThat(change.tally().count()).isEqualTo(2));
        assertThat(after.breaks()).isEmpty();
        assertThat(after.assumptions())
                .containsExactly("what is refused by hand counts for every request as it does at 2026-11-25T11:00:00Z");
    }

    @Test
    void a_token_s_audience_has_its_say_and_a_line_without_one_is_of_a_token_without_one() {
        String asking = POLICY + "audience: https://api\n";
        String right = LINE.replace("\"groups\":[]", "\"groups\":[],\"audience\":[\"b\",\"https://api\"]");
        String wrong = LINE.replace("\"groups\":[]", "\"groups\":[],\"audience\":[\"https://api/\"]");

        ReplayReport report = replay((right + wrong + LINE).getBytes(StandardCharsets.UTF_8), asking, Optional.empty());

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.breaks()).singleElement().satisfies(change -> {
            assertThat(change.reason()).isEqualTo("the token is not for https://api");
            assertThat(change.tally().count()).isEqualTo(2);
        });
        assertThat(report.assumptions())
                .containsExactly("the policy asks for an audience; 1 decisions tell none, and their tokens are taken"
                        + " to have none");
        assertThat(new ReplayText(report).summary())
                .endsWith(report.assumptions().getFirst());
        assertThat(replay(right + LINE).assumptions()).isEmpty();
        assertThat(replay(right.getBytes(StandardCharsets.UTF_8), asking, Optional.empty())
                        .assumptions())
                .isEmpty();
    }

    @Test
    void a_token_that_was_refused_for_its_audience_is_a_decision_that_cannot_be_made_again() {
        String refused =
                LINE.replace("\"decision\":\"allow\"", "\"decision\":\"unauthorized\",\"cause\":\"wrong-audience\"");

        assertThat(replay(refused).lines().withoutClaims()).isEqualTo(1);
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
    void changes_are_told_the_most_frequent_first_then_by_client_and_operation_and_counted_in_all() {
        String maps = LINE.replace("GET /forecast", "GET /maps");
        String alerts = LINE.replace("GET /forecast", "GET /alerts/{id}").replace("read:forecast\"]", "x\"]");
        String earlier = maps.replace("25T10", "24T10").replace("acme", "zoe");

        ReplayReport report = replay(alerts
                + maps
                + earlier
                + maps.replace("acme", "zoe")
                + maps.replace("acme", "bob")
                + maps.replace("mw/read", "a/read"));

        assertThat(report.breaks())
                .extracting(change -> change.client() + " " + change.operation() + " " + change.scopes() + " "
                        + change.tally().count() + " "
                        + change.tally().last().orElseThrow())
                .containsExactly(
                        "zoe GET /maps [mw/read:forecast] 2 2026-11-25T10:00:00Z",
                        "acme GET /alerts/{id} [mw/x] 1 2026-11-25T10:00:00Z",
                        "acme GET /maps [a/read:forecast] 1 2026-11-25T10:00:00Z",
                        "acme GET /maps [mw/read:forecast] 1 2026-11-25T10:00:00Z",
                        "bob GET /maps [mw/read:forecast] 1 2026-11-25T10:00:00Z");
        assertThat(ReplayReport.requests(report.breaks())).isEqualTo(6);
        assertThat(ReplayReport.clients(report.breaks())).isEqualTo(3);
        assertThat(report.unchanged()).isZero();
    }

    @Test
    void changes_of_one_client_and_operation_are_told_in_the_order_of_their_scopes() {
        String maps = LINE.replace("GET /forecast", "GET /maps");
        List<String> servers = List.of("k", "c", "h", "a", "f", "i", "b", "j", "e", "d", "g");

        ReplayReport report = replay(servers.stream()
                .map(server -> maps.replace("mw/read", server + "/read"))
                .collect(Collectors.joining()));

        assertThat(report.breaks())
                .extracting(change -> change.scopes().toString())
                .hasSize(servers.size())
                .isSorted();
    }

    @Test
    void plans_that_move_are_told_the_most_frequent_first_and_are_as_before_otherwise() {
        String tables = LINE.replace("acme", "bob").replace("\"plan\"", "\"tablePlan\":\"trial\",\"plan\"");

        ReplayReport report = replay(tables + tables.replace("bob", "zoe") + tables.replace("bob", "zoe"));

        assertThat(report.planMoves())
                .extracting(move -> move.client() + " " + move.tally().count())
                .containsExactly("zoe 2", "bob 1");
        assertThat(report.unchanged()).isEqualTo(3);
    }

    @Test
    void what_changes_is_counted_by_the_hour() {
        String broken = LINE.replace("GET /forecast", "GET /maps");
        String gained = LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"missing-scope\"");

        Timeline timeline = replay(broken
                        + broken.replace("10:00:00Z", "10:59:59Z")
                        + gained
                        + gained.replace("25T10", "25T11")
                        + broken.replace("2026-11-25T10:00:00Z", "2026-11-25TZ")
                        + gained.replace("2026-11-25T10:00:00Z", "yesterday morningZ")
                        + LINE)
                .timeline();

        assertThat(timeline.hours())
                .hasEntrySatisfying(Instant.parse("2026-11-25T10:00:00Z"), hour -> {
                    assertThat(hour.breaks()).isEqualTo(2);
                    assertThat(hour.gains()).isEqualTo(1);
                })
                .hasEntrySatisfying(Instant.parse("2026-11-25T11:00:00Z"), hour -> {
                    assertThat(hour.breaks()).isZero();
                    assertThat(hour.gains()).isEqualTo(1);
                })
                .hasSize(2);
    }

    @Test
    void a_line_has_at_most_64_kibibytes_and_five_malformed_ones_are_named() throws Exception {
        String longest = LINE.strip().replace("\"reason\":\"allowed\"", "\"reason\":\"@\"");
        longest = longest.replace("@", "x".repeat(64 * 1024 - longest.length() + 1));

        ReplayReport report = replay(longest + "\n" + longest.replaceFirst("x", "xx") + "\n" + "{\n".repeat(5));

        assertThat(report.lines().decisions()).isEqualTo(1);
        assertThat(report.lines().total()).isEqualTo(7);
        assertThat(report.lines().malformed()).isEqualTo(6);
        assertThat(Replay.of(
                                dripping((longest + "\n").getBytes(StandardCharsets.UTF_8), 64 * 1024),
                                policy(POLICY),
                                Optional.empty())
                        .lines()
                        .decisions())
                .isEqualTo(1);
        assertThat(report.lines().malformedAt()).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void the_time_before_a_line_counts_if_the_line_has_none() {
        String untimed = LINE.replace("\"time\":\"2026-11-25T10:00:00Z\",", "").replace("acme", "x");

        assertThat(replay("2026-11-25T08:00:00Z " + untimed + "2026-11-25T09:00:00Z " + untimed)
                        .breaks())
                .singleElement()
                .satisfies(change -> assertThat(change.tally().last()).contains(Instant.parse("2026-11-25T09:00:00Z")));
    }

    @Test
    void a_request_without_a_method_is_a_decision_about_no_operation() {
        String denied = LINE.replace("GET /forecast", " /forecast")
                .replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"unknown-operation\"");

        assertThat(replay(denied).unchanged()).isEqualTo(1);
        assertThat(replay(denied.replace(" /forecast", "/forecast")).lines().malformed())
                .isEqualTo(1);
    }

    @Test
    void members_of_other_kinds_are_passed_over() {
        String odd = LINE.replace(
                        "{\"type\"", "{\"scopes\":{\"a\":[1]},\"groups\":7,\"more\":[{\"type\":\"x\"}],\"type\"")
                .replace("\"groups\":[]", "\"groups\":[1,[\"a\"],{\"b\":\"c\"},\"staff\",\"g\"]")
                .replace("GET /forecast", "GET /maps")
                .replace("read:forecast\"]", "read:maps\"]");

        assertThat(replay(odd).unchanged()).isEqualTo(1);
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
        byte[] log = ("2026-11-25T10:00:00Z " + LINE + LINE.replace("acme", "someone") + LINE)
                .getBytes(StandardCharsets.UTF_8);

        ReplayReport report = Replay.of(dripping(log, 7), policy(POLICY), Optional.empty());

        assertThat(report.lines().decisions()).isEqualTo(3);
        assertThat(report.lines().bytes()).isEqualTo(log.length);
        assertThat(report.unchanged()).isEqualTo(2);
    }

    private static InputStream dripping(byte[] log, int most) {
        return new ByteArrayInputStream(log) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, most));
            }
        };
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

    @Test
    void a_control_character_makes_no_two_names_of_one_and_reaches_no_terminal() {
        String denied = LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"missing-scope\"")
                .replace("mw/read:forecast", "x\\nmw/read:forecast");
        String allowed = LINE.replace("acme", "a\\u001b[2Jb\\u009b").replace("1-old", "1-\\rold");

        ReplayReport report = replay(denied + allowed);

        assertThat(report.gains()).isEmpty();
        assertThat(report.breaks())
                .singleElement()
                .satisfies(change -> assertThat(change.client()).isEqualTo("a\uFFFD[2Jb\uFFFD"));
        assertThat(new ReplayText(report).summary().getFirst()).contains("1-\uFFFDold");
    }

    @Test
    void what_a_list_refused_beside_the_policy_is_a_gain_that_says_so() {
        String refused = LINE.replace("\"decision\":\"allow\"", "\"decision\":\"deny\",\"cause\":\"broken-glass\"");

        assertThat(replay(refused).assumptions()).isEmpty();
        assertThat(replay(refused + refused.replace("1-old", "1-old+bg1-list")).assumptions())
                .containsExactly(
                        "1 of the gains were decided while a list of what is refused by hand lay over the policy;"
                                + " the changed policy is asked without one");
    }

    @Test
    void of_clients_that_move_only_so_many_are_told_as_somebody_reads() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 501; i++) {
            log.append(LINE.replace("acme", "c" + i).replace("\"plan\"", "\"tablePlan\":\"trial\",\"plan\""));
        }
        ReplayReport report = replay(log.toString());

        assertThat(new ReplayText(report).planMoves()).hasSize(31).endsWith("  and 471 clients more");
        assertThat(new ReplayHtml(report).page()).contains("<p>and 1 clients more</p>");
    }

    private static ReplayReport replay(String log) {
        return replay(log.getBytes(StandardCharsets.UTF_8));
    }

    private static ReplayReport replay(byte[] log) {
        return replay(log, POLICY, Optional.empty());
    }

    private static ReplayReport replay(byte[] log, String policy, Optional<Instant> at) {
        try {
            return Replay.of(new ByteArrayInputStream(log), policy(policy), at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessPolicy policy(String text) {
        try {
            return AccessPolicy.parse("policy.yaml", text);
        } catch (PolicyParseException e) {
            throw new AssertionError(e);
        }
    }
}
