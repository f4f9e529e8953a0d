package weather.kwangle.policy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.policy.AccessPolicy;

class PolicyToolTest {
    private static final String POLICY = """
            version: 1
            resourceServer: mw
            operations:
              GET /forecast: { allOf: [read:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
            clients:
              acme: { plan: trial, scopes: [] }
            """;
    private static final String LINE = """
            {"type":"decision","time":"2026-11-25T10:00:00Z","decision":"allow","client":"acme",\
            "scopes":["mw/read:forecast"],"groups":[],"plan":"trial","operation":"GET /forecast","policyVersion":"1-old"}
            """;

    @TempDir
    private Path directory;

    private Tool tool = Tool.in(Path.of(""));

    @BeforeEach
    void setUp() throws IOException {
        tool = Tool.in(directory);
        write("p.yaml", POLICY);
    }

    @Test
    void without_a_command_it_tells_which_there_are() {
        assertThat(tool.run())
                .returns(0, Tool.Run::code)
                .satisfies(run -> assertThat(run.out())
                        .startsWith("Usage: ./max-weather policy [-h] [COMMAND]")
                        .contains("lint", "test", "explain", "diff", "replay", "compile", "Exit codes: 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lint", "test", "explain", "diff", "replay", "compile"})
    void every_command_tells_how_it_is_used(String command) {
        assertThat(tool.run(command, "--help"))
                .returns(0, Tool.Run::code)
                .satisfies(run -> assertThat(run.out())
                        .startsWith("Usage: ./max-weather policy " + command)
                        .contains("-h, --help"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " => ", textBlock = """
            nonsense => Unmatched argument at index 0: 'nonsense'; see ./max-weather policy --help
            lint none.yaml => there is no file none.yaml
            lint p.yaml --format xml => Invalid value for option '--format': expected one of [text, json, sarif] (case-sensitive) but was 'xml'; see ./max-weather policy lint --help
            lint p.yaml --contract p.yaml => p.yaml is no OpenAPI document, expected one with paths
            test p.yaml => there is no file p.cases.yaml
            test p.yaml --min-coverage all => Invalid value for option '--min-coverage': 'all' is not an int; see ./max-weather policy test --help
            diff => Missing required parameter: 'OLD'; see ./max-weather policy diff --help
            diff p.yaml broken.yaml => broken.yaml:1:10: version is '2', expected 1
            diff binary p.yaml => binary:2:2: byte 0xFF is not UTF-8, expected text in UTF-8
            explain --method GET --path /a => Missing required argument (specify one of these): (--token=FILE | --claims=CLAIMS | (--client=ID [--scopes=SCOPE[,SCOPE...]]... [--groups=GROUP[,GROUP...]]... [--audiences=URI[,URI...]]...)); see ./max-weather policy explain --help
            explain p.yaml --method GET --path /a --claims {} => --claims:1:1: 'client_id' is missing, expected the id of the client that the token was issued to
            explain p.yaml --method GET --path /a --token p.yaml => this is no access token, expected three parts with dots between them
            diff p.yaml --at noon => Invalid value for option '--at': 'noon' is no time, expected one such as 2026-12-01T00:00:00Z; see ./max-weather policy diff --help
            lint endless => endless has more than 67,108,864 bytes, expected fewer
            replay none.log p.yaml => there is no file none.log
            replay folder p.yaml => cannot read folder: Is a directory
            replay cut.gz p.yaml => cannot read cut.gz: Unexpected end of ZLIB input stream
            compile p.yaml -o none/p.json => cannot write none/p.json; expected a file in a folder that is there
            lint folder => cannot read folder: Is a directory
            compile broken.yaml => broken.yaml:1:10: version is '2', expected 1
            """)
    void what_is_asked_wrongly_is_one_line_and_exit_code_2(String arguments, String message) throws IOException {
        write("broken.yaml", POLICY.replace("version: 1", "version: 2"));
        Files.createDirectory(directory.resolve("folder"));
        Files.write(directory.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1});
        try (RandomAccessFile endless =
                new RandomAccessFile(directory.resolve("endless").toFile(), "rw")) {
            endless.setLength(64L * 1024 * 1024 + 1);
        }
        Files.write(directory.resolve("binary"), new byte[] {'#', '\n', 'a', (byte) 0xff, (byte) 0xfe});

        Tool.Run run = tool.run(arguments.split(" "));

        assertThat(run.err()).isEqualTo("max-weather policy: " + message + System.lineSeparator());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void lint_finds_what_is_no_text_where_it_is_none_in_a_file_and_in_standard_input() throws IOException {
        byte[] latin = POLICY.replace("acme", "acm\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(directory.resolve("latin.yaml"), latin);
        String found = ":8:6: error: byte 0xE9 is not UTF-8, expected text in UTF-8 [unreadable-policy]";

        assertThat(tool.run("lint", "latin.yaml"))
                .returns(1, Tool.Run::code)
                .satisfies(run -> assertThat(run.out()).startsWith("latin.yaml" + found));
        assertThat(tool.runWith(latin, "lint", "-").out()).startsWith("standard input" + found);
    }

    @Test
    void lint_ends_with_1_only_for_an_error() throws IOException {
        write("api.yaml", "paths: { /other: { get: { security: [{ a: [] }] } } }\n");

        Tool.Run warned = tool.run("lint", "p.yaml");
        assertThat(warned.code()).isZero();
        assertThat(warned.out()).isEqualTo("""
                p.yaml:8:3: warning: no token of client acme can open an operation; remove it, or suspend it in the table\
                 [client-without-access]
                0 errors, 1 warning, 0 notes
                """);
        Tool.Run refused = tool.run("lint", "p.yaml", "--contract", "api.yaml");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("2 errors, 1 warning, 0 notes");
    }

    @Test
    void lint_finds_a_policy_that_cannot_be_read_where_it_cannot() {
        Tool.Run run = tool.runWith(POLICY.replace("burst: 10", "burst: 0"), "lint", "-");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("standard input:6:30: error: burst is '0', expected a whole number from 1 to 1000000"
                        + " [unreadable-policy]");
    }

    @Test
    void lint_writes_json_and_sarif() {
        assertThat(tool.run("lint", "p.yaml", "--format", "json").out())
                .contains("\"warnings\" : 1", "\"rule\" : \"client-without-access\"", "\"line\" : 8");
        assertThat(tool.run("lint", "p.yaml", "--format", "sarif").out())
                .contains(
                        "\"version\" : \"2.1.0\"",
                        "\"ruleId\" : \"client-without-access\"",
                        "\"level\" : \"warning\"",
                        "\"uri\" : \"p.yaml\"",
                        "\"startLine\" : 8",
                        "\"id\" : \"operation-without-rule\"");
    }

    @Test
    void test_ends_with_1_if_a_case_fails_or_too_little_is_covered() throws IOException {
        write("p.cases.yaml", "version: 1\ncases:\n  - { name: a, client: acme, deny: [GET /forecast] }\n");
        write("bad.yaml", "version: 1\ncases:\n  - { name: b, client: acme, allow: [GET /forecast] }\n");

        assertThat(tool.run("test", "p.yaml"))
                .returns(0, Tool.Run::code)
                .satisfies(run -> assertThat(run.out())
                        .contains(
                                "ok    a",
                                "no case: GET /forecast allowed",
                                "3 of 5, 60 %",
                                "1 cases, 1 checks, 0 cases failed"));
        assertThat(tool.run("test", "p.yaml", "--min-coverage", "60").code()).isZero();
        assertThat(tool.run("test", "p.yaml", "--min-coverage", "61"))
                .returns(1, Tool.Run::code)
                .satisfies(run -> assertThat(run.out()).contains("coverage is 60 %, expected at least 61 %"));
        assertThat(tool.run("test", "p.yaml", "p.cases.yaml", "bad.yaml"))
                .returns(1, Tool.Run::code)
                .satisfies(run -> assertThat(run.out())
                        .contains(
                                "FAIL  b",
                                "bad.yaml:3:38: GET /forecast expected to be allowed",
                                "2 cases, 2 checks, 1 cases failed"));
    }

    @Test
    void explain_takes_a_token_claims_or_their_parts_and_never_prints_the_token() throws IOException {
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"client_id\":\"acme\",\"scope\":\"mw/read:forecast\"}".getBytes(StandardCharsets.UTF_8));
        write("token", "eyJhbGciOiJSUzI1NiJ9." + payload + ".c2lnbmF0dXJl\n");
        write("claims.yaml", "client_id: acme\nscope: mw/read:forecast\n");
        String[] asked = {"explain", "p.yaml", "--method", "GET", "--path", "/forecast"};

        Tool.Run byToken = tool.run(with(asked, "--token", "token"));

        assertThat(byToken.out())
                .startsWith(
                        "denied: missing scope read:forecast: the token has read:forecast, which this client may not use")
                .contains("p.yaml:4: GET /forecast needs read:forecast", "p.yaml:8: client acme has plan trial")
                .doesNotContain("eyJ", payload, "c2lnbmF0dXJl");
        assertThat(tool.run(with(asked, "--claims", "claims.yaml"))).isEqualTo(byToken);
        assertThat(tool.run(with(asked, "--claims", "{client_id: acme, scope: mw/read:forecast}")))
                .isEqualTo(byToken);
        assertThat(tool.run(with(asked, "--client", "acme", "--scopes", "read:forecast")))
                .isEqualTo(byToken);
        write("q.yaml", POLICY + "audience: https://api\n");
        asked[1] = "q.yaml";
        assertThat(tool.run(with(asked, "--client", "x", "--scopes", "read:forecast", "--table-plan", "trial"))
                        .out())
                .startsWith("denied: the token is not for https://api");
        assertThat(tool.run(with(
                                asked,
                                "--client=x",
                                "--scopes=read:forecast",
                                "--table-plan=trial",
                                "--audiences=other,https://api"))
                        .out())
                .startsWith("allowed");
        asked[1] = "p.yaml";
        assertThat(tool.run(with(asked, "--client", "x", "--scopes", "read:forecast", "--table-plan", "trial"))
                        .out())
                .startsWith("allowed")
                .contains("refused would be", "  a token without scope mw/read:forecast");
    }

    @Test
    void diff_tells_who_gains_and_loses_with_an_example_and_ends_with_1_only_if_asked() throws IOException {
        write("q.yaml", POLICY.replace("scopes: []", "scopes: [read:forecast]").replace("day: 1000", "day: 2000"));

        Tool.Run run = tool.run("diff", "p.yaml", "q.yaml");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                GET /forecast
                  acme
                    + gains with scope mw/read:forecast
                      for example {"token_use":"access","client_id":"acme","scope":"mw/read:forecast"}
                Plans
                  plan trial: rate 5/s, burst 10, day 1000, no month limit -> rate 5/s, burst 10, day 2000, no month limit
                """);
        assertThat(tool.run("diff", "p.yaml", "q.yaml", "--exit-code").code()).isEqualTo(1);
        assertThat(tool.run("diff", "p.yaml", "q.yaml", "--format", "json")
                        .out()
                        .replaceAll("\\s+", " "))
                .contains("""
                        "plans" : [ { "plan" : "trial", "limits" : [ { "limit" : "day", "old" : 1000, "new" : 2000 } ], \
                        "sentence" : "plan trial: rate 5/s, burst 10, day 1000, no month limit -> \
                        rate 5/s, burst 10, day 2000, no month limit" } ]""")
                .contains("\"noChange\" : false", "\"clients\" : [ \"acme\" ]", "\"client_id\" : \"acme\"");
        assertThat(tool.run("diff", "p.yaml", "p.yaml", "--exit-code"))
                .returns(0, Tool.Run::code)
                .satisfies(same -> assertThat(same.out()).startsWith("No change: every token"));
    }

    @Test
    void diff_writes_each_limit_and_each_client_s_plan_for_scripts() throws IOException {
        write("q.yaml", POLICY.replace("trial", "basic").replace("day: 1000", "month: 7"));

        assertThat(tool.run("diff", "p.yaml", "q.yaml", "--format", "json")
                        .out()
                        .replaceAll("\\s+", " "))
                .contains("""
                        { "plan" : "trial", "limits" : [ { "limit" : "rate", "old" : "5/s" }, { "limit" : "burst", "old" : 10 }, \
                        { "limit" : "day", "old" : 1000 } ], "sentence" : "plan trial is gone: \
                        rate 5/s, burst 10, day 1000, no month limit" }""", """
                        { "plan" : "basic", "limits" : [ { "limit" : "rate", "new" : "5/s" }, { "limit" : "burst", "new" : 10 }, \
                        { "limit" : "month", "new" : 7 } ], "sentence" : "plan basic is new: \
                        rate 5/s, burst 10, no day limit, month 7" }""", """
                        { "client" : "acme", "old" : "trial", "new" : "basic", "sentence" : "acme: trial -> basic" }""", """
                        { "client" : "a client of plan trial in the table", "old" : "trial", \
                        "sentence" : "a client of plan trial in the table: trial -> no plan" }""");
    }

    @Test
    void diff_tells_another_audience_with_an_example() throws IOException {
        write("q.yaml", POLICY.replace("scopes: []", "scopes: [read:forecast]") + "audience: https://api\n");

        assertThat(tool.run("diff", "p.yaml", "q.yaml", "--format", "json")
                        .out()
                        .replaceAll("\\s+", " "))
                .contains(
                        "\"noChange\" : false, \"audienceAfter\" : \"https://api\", ",
                        "\"scopes\" : [ \"mw/read:forecast\" ], \"groups\" : [ ], \"audiences\" : [ \"https://api\" ], ",
                        "\"client_id\" : \"acme\", \"scope\" : \"mw/read:forecast\", \"aud\" : \"https://api\" }");
        assertThat(tool.run("diff", "q.yaml", "p.yaml", "--format", "json").out())
                .contains("\"audienceBefore\" : \"https://api\"")
                .doesNotContain("audienceAfter");
    }

    @Test
    void diff_tells_what_is_refused_by_hand_as_long_as_it_is() throws IOException {
        write("q.yaml", POLICY + "breakGlass: [{ client: acme, by: ana, why: leak, until: 2026-11-26T13:00:00Z }]\n");

        assertThat(tool.run("diff", "p.yaml", "q.yaml").out()).isEqualTo("""
                Refused by hand now
                  client acme until 2026-11-26T13:00:00Z, by ana: leak
                """);
        assertThat(tool.run("diff", "q.yaml", "p.yaml").out()).startsWith("No longer refused by hand\n");
        assertThat(tool.run("diff", "p.yaml", "q.yaml", "--at", "2026-11-26T13:00:00Z")
                        .out())
                .startsWith("No change");
    }

    @Test
    void replay_counts_what_is_refused_by_hand_at_the_time_of_each_line_or_at_one_time() throws IOException {
        write("log", LINE);
        write("q.yaml", POLICY.replace("scopes: []", "scopes: [read:forecast]") + """
                breakGlass: [{ client: acme, by: ana, why: leak, until: 2026-11-25T10:00:01Z }]
                """);

        assertThat(tool.run("replay", "log", "q.yaml").out())
                .contains("breaks 1 request", "what is refused by hand counts for each request");
        assertThat(tool.run("replay", "log", "q.yaml", "--at", "2026-11-25T10:00:01Z")
                        .out())
                .contains("breaks 0 requests", "as it does at 2026-11-25T10:00:01Z");
    }

    @Test
    void replay_reads_files_packed_files_and_standard_input_and_writes_a_page() throws IOException {
        write("log", LINE + LINE);
        try (GZIPOutputStream packed = new GZIPOutputStream(Files.newOutputStream(directory.resolve("log.gz")))) {
            packed.write((LINE + LINE).getBytes(StandardCharsets.UTF_8));
        }

        Tool.Run run = tool.run("replay", "log", "p.yaml", "--html", "report.html");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("2 decisions of 1-old, asked of 1-").contains("""
                        breaks 2 requests of 1 client
                          acme  GET /forecast  2 times, last 2026-11-25T10:00:00Z
                              scopes mw/read:forecast
                              missing scope read:forecast: the token has read:forecast, which this client may not use
                        gains 0 requests of 0 clients
                        as before: 0 requests
                        """);
        assertThat(directory.resolve("report.html")).content().contains("<svg", "acme");
        assertThat(tool.run("replay", "log.gz", "p.yaml", "--exit-code"))
                .returns(1, Tool.Run::code)
                .satisfies(packed -> assertThat(packed.out()).contains("breaks 2 requests"));
        assertThat(tool.runWith(LINE, "replay", "-", "p.yaml").out()).contains("breaks 1 request of 1 client");
        byte[] packed = Files.readAllBytes(directory.resolve("log.gz"));
        assertThat(tool.runWith(packed, "replay", "-", "p.yaml").out()).contains("breaks 2 requests of 1 client");
        Files.write(directory.resolve("packed.log"), packed);
        assertThat(tool.run("replay", "packed.log", "p.yaml").out()).contains("breaks 2 requests of 1 client");
        write("plain.gz", LINE);
        assertThat(tool.run("replay", "plain.gz", "p.yaml").out()).contains("breaks 1 request of 1 client");
    }

    @Test
    void replay_of_what_is_no_log_proves_nothing_and_says_so() throws IOException {
        write("log", "{\"type\":\"audit\"}\nSTART\n");

        assertThat(tool.run("replay", "log", "p.yaml", "--exit-code"))
                .returns(2, Tool.Run::code)
                .satisfies(run ->
                        assertThat(run.out()).contains("no line is a decision of the policy, so nothing is compared"));
        assertThat(tool.run("replay", "log", "p.yaml").code()).isZero();
        assertThat(tool.runWith("", "replay", "-", "p.yaml", "--exit-code").code())
                .isEqualTo(2);
    }

    @Test
    void compile_writes_what_the_function_reads() throws Exception {
        Tool.Run run = tool.run("compile", "p.yaml", "-o", "p.json");

        String json = Files.readString(directory.resolve("p.json"));
        AccessPolicy compiled = AccessPolicy.parse("p.json", json);
        assertThat(compiled.saysTheSameAs(AccessPolicy.parse("p", POLICY))).isTrue();
        assertThat(run.out()).isEqualTo("p.json: version %s, %d bytes%n".formatted(compiled.version(), json.length()));
        assertThat(tool.run("compile", "p.yaml").out()).isEqualTo(json);
    }

    @Test
    void only_a_terminal_gets_colour() {
        assertThat(tool.run("lint", "p.yaml").out()).doesNotContain("\033");
        assertThat(tool.onATerminal().run("lint", "p.yaml").out()).contains("\033[33mp.yaml:8:3: warning");
        assertThat(tool.onATerminal().run("lint", "p.yaml", "--format", "json").out())
                .doesNotContain("\033");
    }

    private static String[] with(String[] arguments, String... more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
