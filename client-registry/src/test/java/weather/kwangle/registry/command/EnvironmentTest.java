package weather.kwangle.registry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.registry.Environment;
import weather.kwangle.registry.command.Tool.Run;

/** The commands in an environment: the SDK's own clients, a table, and a stand-in for the services beside it. */
@Tag("slow")
class EnvironmentTest {
    private static final String TABLE = Environment.PRODUCTION.quotaTable();

    private final AwsStandIn aws = new AwsStandIn("max-weather-trial", "max-weather-partner", "max-weather-internal");
    private final Tool tool = Tool.in(this::connect);

    @BeforeEach
    void emptyTheTable() {
        Table.recreate(TABLE);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private Connections connect(Destination destination) {
        assertThat(destination).isEqualTo(new Destination.Deployed(Environment.PRODUCTION));
        return aws.connect();
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--environment", "production"));
        return tool.run(all.toArray(String[]::new));
    }

    private Run done(String... arguments) {
        Run run = run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static Optional<String> planOf(String client) {
        return Optional.ofNullable(Table.item(TABLE, client).get("plan")).map(AttributeValue::s);
    }

    @Test
    void a_new_client_gets_an_app_client_a_key_its_usage_plan_and_its_plan() {
        Run run = done("add", "newcomer", "--plan", "trial", "--scopes", "read:forecast");

        assertThat(run.out()).isEqualTo("""
                        done: create the app client newcomer for client credentials, scopes max-weather/read:forecast
                        id      id1
                        secret  a-secret-of-cognitos   (shown this once)
                        done: create the API key of id1
                        done: put the API key of id1 into the usage plan of trial
                        done: write plan trial of id1 to the table
                        """);
        assertThat(run.err()).isEqualTo("table max-weather-quota of production\n");
        assertThat(aws.appClients.get("id1").path("AllowedOAuthFlows").toString())
                .isEqualTo("[\"client_credentials\"]");
        assertThat(aws.appClients.get("id1").path("GenerateSecret").asBoolean()).isTrue();
        assertThat(aws.appClients.get("id1").path("UserPoolId").asString()).isEqualTo("pool-2");
        assertThat(aws.keys.values())
                .containsExactly(Map.of("id", "key-1", "name", "max-weather-id1", "value", UsageKey.of("id1")));
        assertThat(aws.usagePlansOf("max-weather-id1")).containsExactly("max-weather-trial");
        assertThat(planOf("id1")).contains("trial");
    }

    @Test
    void a_second_time_the_client_is_found_by_name_or_id_and_its_secret_is_not_shown() {
        done("add", "newcomer", "--plan", "trial");
        List<String> writes = aws.writes();

        assertThat(done("add", "newcomer", "--plan", "trial").out())
                .isEqualTo("app client newcomer has the id id1\nunchanged: id1 is a client with plan trial\n");
        assertThat(done("add", "id1", "--plan", "trial").out())
                .isEqualTo("unchanged: id1 is a client with plan trial\n");
        assertThat(aws.writes()).isEqualTo(writes);
    }

    @Test
    void without_scopes_an_app_client_gets_no_token_and_that_is_said() {
        assertThat(done("add", "newcomer", "--plan", "trial").out())
                .startsWith("done: create the app client newcomer for client credentials,"
                        + " without scopes: it gets no token before it has some\n");
        assertThat(aws.appClients.get("id1").has("AllowedOAuthFlows")).isFalse();
    }

    @Test
    void an_app_client_with_other_scopes_is_left_alone() {
        done("add", "newcomer", "--plan", "trial", "--scopes", "read:forecast");

        Run run = run("add", "newcomer", "--plan", "trial", "--scopes", "read:forecast,write:forecast");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("app client id1 is there with scopes max-weather/read:forecast,"
                        + " expected max-weather/read:forecast, max-weather/write:forecast");
    }

    @Test
    void two_app_clients_of_a_name_are_for_a_human_to_tell_apart() {
        done("add", "newcomer", "--plan", "trial");
        aws.appClients.put("id2", aws.appClients.get("id1"));

        Run run = run("add", "newcomer", "--plan", "trial");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there are 2 of app client newcomer: id1, id2, expected one");
    }

    @Test
    void a_dry_run_writes_nothing_anywhere() {
        assertThat(done("add", "newcomer", "--plan", "trial", "--dry-run").out())
                .isEqualTo("""
                        would create the app client newcomer for client credentials, without scopes: it gets no token before it has some
                        would create the API key of the id that Cognito gives
                        would put the API key of the id that Cognito gives into the usage plan of trial
                        would write plan trial of the id that Cognito gives to the table
                        """);
        done("add", "newcomer", "--plan", "trial");
        List<String> writes = aws.writes();

        assertThat(done("plan", "id1", "partner", "--dry-run").out()).isEqualTo("""
                        would take the API key of id1 out of the usage plan of trial
                        would put the API key of id1 into the usage plan of partner
                        would write plan partner of id1 to the table, instead of trial
                        """);
        assertThat(aws.writes()).isEqualTo(writes);
        assertThat(planOf("id1")).contains("trial");
    }

    @Test
    void another_plan_takes_the_key_along() {
        done("add", "newcomer", "--plan", "trial");
        done("plan", "id1", "partner");

        assertThat(aws.usagePlansOf("max-weather-id1")).containsExactly("max-weather-partner");
        assertThat(planOf("id1")).contains("partner");
    }

    @Test
    void a_suspension_asks_nobody_but_the_table() {
        done("suspend", "id1", "--by", "ana", "--why", "attack");
        done("resume", "id1", "--by", "ana");

        assertThat(aws.calls).isEmpty();
    }

    @Test
    void a_key_of_the_clients_name_with_another_value_is_not_taken_for_its_own() {
        done("add", "newcomer", "--plan", "trial");
        aws.keys.put("key-1", Map.of("id", "key-1", "name", "max-weather-id1", "value", "another"));

        Run run = run("plan", "id1", "partner");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("API key max-weather-id1 (id key-1) has another value than " + UsageKey.of("id1"));
    }

    @Test
    void a_key_whose_name_only_begins_like_the_clients_is_anothers() {
        aws.appClients.put("id1", JsonMapper.shared().createObjectNode());
        aws.keys.put("key-9", Map.of("id", "key-9", "name", "max-weather-id1-b", "value", UsageKey.of("id1-b")));

        assertThat(done("add", "id1", "--plan", "trial").out()).startsWith("done: create the API key of id1\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whichever_step_of_an_addition_fails_it_lets_nobody_in_and_repeating_ends_it(boolean answerLost) {
        for (int step = 0; step < 3; step++) {
            emptyTheTable();
            aws.appClients.clear();
            aws.keys.clear();
            aws.members.values().forEach(keys -> keys.clear());
            aws.failAfter(step, answerLost);

            Run failed = run("add", "newcomer", "--plan", "trial");

            assertThat(failed.code()).as("step " + step).isEqualTo(1);
            assertThat(failed.err())
                    .contains(
                            List.of("could not create the app client", "could not create the API key", "could not put")
                                    .get(step))
                    .contains("said ServiceUnavailableException")
                    .contains("so repeat the command")
                    .doesNotContain(AwsStandIn.SECRET);
            assertThat(planOf("id1")).isEmpty();

            done("add", "newcomer", "--plan", "trial");
            assertThat(aws.appClients).hasSize(1);
            assertThat(aws.usagePlansOf("max-weather-id1")).containsExactly("max-weather-trial");
            assertThat(planOf("id1")).contains("trial");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whichever_step_of_a_change_fails_the_old_plan_counts_and_repeating_ends_it(boolean answerLost) {
        done("add", "newcomer", "--plan", "trial");
        String from = "trial";
        for (int step = 0; step < 2; step++) {
            String to = from.equals("trial") ? "partner" : "trial";
            aws.failAfter(step, answerLost);

            Run failed = run("plan", "id1", to);

            assertThat(failed.code()).isEqualTo(1);
            assertThat(failed.err())
                    .contains(List.of("could not take the API key", "could not put the API key")
                            .get(step));
            assertThat(planOf("id1")).contains(from);
            assertThat(aws.usagePlansOf("max-weather-id1")).hasSizeLessThan(2);

            done("plan", "id1", to);
            assertThat(aws.usagePlansOf("max-weather-id1")).containsExactly("max-weather-" + to);
            assertThat(planOf("id1")).contains(to);
            from = to;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newcomer", "id1"})
    void a_plan_that_is_not_deployed_changes_nothing(String client) {
        aws.appClients.put("id1", JsonMapper.shared().createObjectNode());
        aws.usagePlans.remove("plan-max-weather-partner");

        for (String[] command :
                new String[][] {{"add", client, "--plan", "partner", "--dry-run"}, {"add", client, "--plan", "partner"}
                }) {
            Run run = run(command);

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("has no usage plan at API Gateway, which has those of internal, trial");
            assertThat(run.out()).isEmpty();
        }
        assertThat(aws.writes()).isEmpty();
        assertThat(planOf("id1")).isEmpty();
    }

    @Test
    void without_a_table_no_app_client_is_made() {
        Table.drop(TABLE);

        for (String[] command : new String[][] {
            {"add", "newcomer", "--plan", "trial", "--dry-run"}, {"add", "newcomer", "--plan", "trial"}
        }) {
            Run run = run(command);

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("cannot read a registry entry in table max-weather-quota");
            assertThat(run.out()).isEmpty();
        }
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void a_region_that_nobody_names_is_asked_for() {
        Run run = Tool.in(_ -> {
                    throw SdkClientException.create("Unable to load region");
                })
                .run("list", "--environment", "production");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Unable to load region; set AWS_REGION");
    }
}
