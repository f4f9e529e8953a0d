package weather.kwangle.registry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.Taking;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.registry.command.Tool.Run;

/** The commands as an operator gives them, on a table alone. */
@Tag("slow")
class ClientToolTest {
    private static final Clock CLOCK = Clock.fixed(Tool.NOW, ZoneOffset.UTC);
    private static final String[] SUSPEND_ACME = {"suspend", "acme-weather", "--by", "ana", "--why", "leaked secret"};

    private final String table = "quota-" + UUID.randomUUID();
    private final Tool tool = Tool.on(table);

    @BeforeEach
    void makeTheTable() {
        Table.create(table);
    }

    @Test
    void a_client_is_added_once_and_the_second_time_is_no_mistake() {
        assertThat(tool.run("add", "newcomer", "--plan", "trial"))
                .isEqualTo(new Run(0, "done: write plan trial of newcomer to the table\n", aboutTheTable()));
        assertThat(tool.run("add", "newcomer", "--plan", "trial"))
                .isEqualTo(new Run(0, "unchanged: newcomer is a client with plan trial\n", aboutTheTable()));
        assertThat(entry("newcomer")).isEqualTo(RegistryEntry.active("trial"));
    }

    @Test
    void adding_with_another_plan_points_to_the_command_for_that() {
        run("add", "newcomer", "--plan", "trial");

        assertThat(tool.run("add", "newcomer", "--plan", "partner"))
                .isEqualTo(new Run(
                        1,
                        "",
                        aboutTheTable()
                                + "max-weather client: newcomer is a client already, with plan trial; to give it plan partner,"
                                + " use: client plan newcomer partner\n"));
        assertThat(tool.run("plan", "newcomer", "partner").out())
                .isEqualTo("done: write plan partner of newcomer to the table, instead of trial\n");
        assertThat(entry("newcomer")).isEqualTo(RegistryEntry.active("partner"));
    }

    @Test
    void a_client_that_the_policy_names_has_its_plan_there() {
        for (String[] command :
                new String[][] {{"add", "acme-weather", "--plan", "trial"}, {"plan", "acme-weather", "trial"}}) {
            assertThat(tool.run(command))
                    .isEqualTo(new Run(
                            2,
                            "",
                            "max-weather client: the policy names acme-weather at access-policy/policy/access-policy.yaml:26,"
                                    + " and its plan there is the one that counts; change it there, or take the client out of the"
                                    + " file first\n"));
        }
        assertThat(Table.item(table, "acme-weather")).isEmpty();
    }

    @Test
    void a_plan_that_there_is_not_is_refused_with_those_that_there_are() {
        Run run = tool.run("add", "newcomer", "--plan", "gold");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("has no plan 'gold', expected one of trial, partner, internal");
    }

    @Test
    void who_is_no_client_is_not_found() {
        assertThat(tool.run("show", "nobody").code()).isEqualTo(1);
        assertThat(tool.run("plan", "nobody", "trial").code()).isEqualTo(1);
        assertThat(Table.item(table, "nobody")).isEmpty();
    }

    @Test
    void a_client_of_the_policy_is_suspended_and_resumed() {
        assertThat(run(SUSPEND_ACME))
                .isEqualTo("done: write to the table that acme-weather is suspended by ana (leaked secret)\n");
        assertThat(run(SUSPEND_ACME)).isEqualTo("unchanged: acme-weather is suspended so already\n");
        assertThat(run("show", "acme-weather"))
                .contains("plan    partner, by the policy\nstatus  suspended by ana (leaked secret)\n");

        assertThat(run("resume", "acme-weather", "--by", "ben"))
                .isEqualTo("done: write to the table that acme-weather is active by ben,"
                        + " instead of: suspended by ana (leaked secret)\n");
        assertThat(run("resume", "acme-weather", "--by", "ana"))
                .isEqualTo("unchanged: acme-weather is not suspended\n");
        assertThat(entry("acme-weather").plan()).isEmpty();
    }

    @Test
    void a_suspension_keeps_the_plan() {
        run("add", "newcomer", "--plan", "trial");
        run("suspend", "newcomer", "--by", "ana", "--why", "attack", "--until", "2026-12-01T00:00:00Z");
        run("plan", "newcomer", "partner");

        assertThat(run("show", "newcomer"))
                .contains("plan    partner, by the table")
                .contains("suspended by ana (attack) until 2026-12-01T00:00:00Z");
    }

    @Test
    void suspending_whom_nobody_knows_works_and_is_remarked_on() {
        Run run = tool.run("suspend", "mistyped", "--by", "ana", "--why", "attack");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .endsWith("note: neither the table nor the policy knew mistyped before;"
                        + " look whether it is the app client's id\n");
    }

    @Test
    void resuming_whom_nobody_knows_is_remarked_on() {
        Run run = tool.run("resume", "mistyped", "--by", "ana");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .endsWith(
                        "note: neither the table nor the policy knows mistyped; look whether it is the app client's id\n");
    }

    @Test
    void who_is_given_a_plan_while_it_is_shut_out_stays_so_and_that_is_said() {
        run("add", "newcomer", "--plan", "trial");
        run("suspend", "newcomer", "--by", "ana", "--why", "attack");

        for (String[] command :
                new String[][] {{"add", "newcomer", "--plan", "trial"}, {"plan", "newcomer", "partner"}}) {
            Run run = tool.run(command);
            assertThat(run.code()).isZero();
            assertThat(run.err())
                    .endsWith("note: newcomer stays suspended by ana (attack);"
                            + " to let it in, use: client resume newcomer --by WHO\n");
        }
        run("resume", "newcomer", "--by", "ana");
        assertThat(tool.run("plan", "newcomer", "trial").err()).isEqualTo(aboutTheTable());
    }

    @Test
    void a_policy_that_cannot_be_read_is_not_in_the_way_of_a_suspension() {
        assertThat(tool.run("suspend", "newcomer", "--by", "ana", "--why", "attack", "--policy", "away.yaml")
                        .code())
                .isZero();
        assertThat(tool.run("add", "newcomer", "--plan", "trial", "--policy", "away.yaml"))
                .isEqualTo(new Run(2, "", "max-weather client: there is no file away.yaml\n"));
    }

    @Test
    void a_dry_run_says_what_would_be_and_writes_nothing() {
        run("add", "newcomer", "--plan", "trial");
        Map<String, AttributeValue> before = Table.item(table, "newcomer");

        assertThat(run("plan", "newcomer", "partner", "--dry-run"))
                .isEqualTo("would write plan partner of newcomer to the table, instead of trial\n");
        assertThat(run("suspend", "newcomer", "--by", "ana", "--why", "attack", "--dry-run"))
                .isEqualTo("would write to the table that newcomer is suspended by ana (attack)\n");
        assertThat(run("add", "other", "--plan", "trial", "--dry-run"))
                .isEqualTo("would write plan trial of other to the table\n");
        assertThat(Table.item(table, "newcomer")).isEqualTo(before);
        assertThat(Table.item(table, "other")).isEmpty();
    }

    @Test
    void what_cannot_be_meant_is_one_line_with_what_was_expected() {
        Map<String, String[]> commands = new HashMap<>();
        commands.put("Missing required option: '--plan=PLAN'", new String[] {"add", "newcomer"});
        commands.put("client id 'a b' is none, expected 1 to 128", new String[] {"show", "a b"});
        commands.put("'unknown' stands for all clients", new String[] {"add", "unknown", "--plan", "trial"});
        commands.put(
                "--why has 121 characters, expected 1 to 120",
                new String[] {"suspend", "newcomer", "--by", "ana", "--why", "x".repeat(121)});
        commands.put("--by has 0 characters", new String[] {"resume", "newcomer", "--by", " "});
        commands.put("has a character that is not seen", new String[] {"resume", "newcomer", "--by", "a\nb"});
        commands.put(
                "--until 2026-11-26T12:00:00Z is over, expected a time after 2026-11-26T12:00:00Z",
                new String[] {"suspend", "n", "--by", "ana", "--why", "x", "--until", "2026-11-26T12:00:00Z"});
        commands.put(
                "Invalid value for option '--until': 'soon' is no time, expected one such as 2026-12-01T00:00:00Z",
                new String[] {"suspend", "n", "--by", "ana", "--why", "x", "--until", "soon"});
        commands.put("'test' is none, expected staging or production", new String[] {"list", "--environment", "test"});
        commands.put("name two tables, expected one", new String[] {"list", "--environment", "staging"});
        commands.put("--limit is 0, expected 1 to 1000", new String[] {"list", "--limit", "0"});
        commands.put(
                "--scopes are an app client's",
                new String[] {"add", "newcomer", "--plan", "trial", "--scopes", "read:forecast"});
        commands.put(
                "scope 'read:all' opens nothing, expected one of read:forecast, write:forecast",
                new String[] {"add", "newcomer", "--plan", "trial", "--scopes", "read:all"});

        commands.forEach((expected, arguments) -> {
            Run run = tool.run(arguments);
            assertThat(run.code()).as(expected).isEqualTo(2);
            assertThat(run.err().replace(aboutTheTable(), "").lines())
                    .as(expected)
                    .singleElement()
                    .asString()
                    .startsWith("max-weather client: ")
                    .contains(expected);
        });
    }

    @Test
    void show_tells_what_is_used_as_the_ledger_counts_it() {
        run("add", "newcomer", "--plan", "trial");
        reserve("newcomer", 3);

        assertThat(run("show", "newcomer")).isEqualTo("""
                        client  newcomer
                        plan    trial, by the table
                        status  active
                        limits  5/s, burst 10, 1,000 a day, any number a month
                        today   3 of 1,000 used, 997 left
                        month   3 used, no limit
                        """);
        JsonNode json = JsonMapper.shared().readTree(run("show", "newcomer", "--format", "json"));
        assertThat(json.path("planSource").asString()).isEqualTo("table");
        assertThat(json.path("day").path("used").asInt()).isEqualTo(3);
        assertThat(json.path("day").path("remaining").asInt()).isEqualTo(997);
        assertThat(json.path("day").path("resetSeconds").asInt()).isEqualTo(12 * 3600);
        assertThat(json.path("month").path("used").asInt()).isEqualTo(3);
        assertThat(json.path("month").has("limit")).isFalse();
    }

    @Test
    void list_has_the_clients_of_table_and_policy_sorted_and_marks_whom_it_shuts_out() {
        run("add", "newcomer", "--plan", "trial");
        run("suspend", "acme-weather", "--by", "ana", "--why", "attack");
        reserve("only-an-account", 1);
        Table.put(table, "broken", Map.of("status", AttributeValue.fromS("paused")));

        assertThat(run("list")).isEqualTo("""
                        acme-weather      partner, by the policy; suspended by ana (attack)
                        broken            its entry cannot be read, so it is refused; see client show broken
                        internal-console  internal, by the policy
                        newcomer          trial, by the table
                        """);
        assertThat(run("list", "--limit", "1", "--after", "broken"))
                .isEqualTo("internal-console  internal, by the policy\n… and more: --after internal-console\n");
        JsonNode json = JsonMapper.shared().readTree(run("list", "--limit", "3", "--format", "json"));
        assertThat(json.path("clients").findValuesAsString("id"))
                .containsExactly("acme-weather", "broken", "internal-console");
        assertThat(json.path("clients").findValuesAsString("status"))
                .containsExactly("suspended", "unreadable", "active");
        assertThat(json.path("next").asString()).isEqualTo("internal-console");
    }

    @Test
    void an_entry_that_cannot_be_read_is_named() {
        Table.put(table, "broken", Map.of("status", AttributeValue.fromS("paused")));

        Run run = tool.run("show", "broken");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("has status 'paused', expected active or suspended");
    }

    @Test
    void a_table_that_is_away_is_one_line() {
        Run run = Tool.on("no-such-table").run("list");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines().skip(1))
                .singleElement()
                .asString()
                .contains("cannot list a registry entry in table no-such-table");
    }

    @Test
    void without_a_command_help_says_which_there_are() {
        assertThat(tool.run().out()).contains("add", "show", "plan", "suspend", "resume", "list", "Exit codes: 0");
        assertThat(tool.run("suspend", "--help").code()).isZero();
    }

    private String aboutTheTable() {
        return "table " + table + " at http://ours (QUOTA_TABLE), and nothing else\n";
    }

    /** What a command that has to succeed prints. */
    private String run(String... arguments) {
        Run run = tool.run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private RegistryEntry entry(String client) {
        try (DynamoDbClient dynamoDb = Table.connect()) {
            return new DynamoDbClientRegistry(dynamoDb, table, CLOCK)
                    .read(client)
                    .orElseThrow();
        }
    }

    private void reserve(String client, int permits) {
        try (DynamoDbClient dynamoDb = Table.connect()) {
            var ledger = new BatchLedger(new DynamoDbLedgerStore(dynamoDb, table), CLOCK);
            assertThat(ledger.take(client, OptionalLong.of(1000), OptionalLong.empty(), permits))
                    .isInstanceOf(Taking.Taken.class);
        }
    }
}
