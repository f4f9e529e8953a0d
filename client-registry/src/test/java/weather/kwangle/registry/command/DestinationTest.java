package weather.kwangle.registry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.registry.Environment;

class DestinationTest {
    @TempDir
    private Path directory;

    @Test
    void an_environment_has_its_own_table() throws Exception {
        assertThat(of(Optional.of(Environment.STAGING), Map.of()).table()).isEqualTo("max-weather-staging-quota");
    }

    @Test
    void an_environment_and_a_variable_that_leads_elsewhere_are_one_too_many() {
        assertThatThrownBy(() -> of(
                        Optional.of(Environment.PRODUCTION), Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")))
                .hasMessage("--environment production and AWS_ENDPOINT_URL_DYNAMODB name two tables, expected one;"
                        + " leave the option out or unset the variable");
    }

    @Test
    void the_variables_name_a_table_alone() throws Exception {
        Destination destination =
                of(Optional.empty(), Map.of("QUOTA_TABLE", "mine", "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1"));

        assertThat(destination.description())
                .isEqualTo("table mine at http://127.0.0.1:1 (QUOTA_TABLE), and nothing else");
    }

    @Test
    void an_endpoint_that_is_no_address_is_refused() {
        for (String wrong : new String[] {"there", "127.0.0.1:8000", "http://[", "http:///x"}) {
            assertThatThrownBy(() ->
                            of(Optional.empty(), Map.of("QUOTA_TABLE", "mine", "AWS_ENDPOINT_URL_DYNAMODB", wrong)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("AWS_ENDPOINT_URL_DYNAMODB is '" + wrong
                            + "', expected an address such as http://127.0.0.1:8000");
        }
    }

    @Test
    void an_endpoint_without_a_table_is_refused() {
        assertThatThrownBy(() -> of(Optional.empty(), Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")))
                .hasMessageContaining("set QUOTA_TABLE to the table's name");
    }

    @Test
    void without_either_it_is_the_running_platforms_and_that_is_said() throws Exception {
        Files.writeString(
                directory.resolve("platform.json"),
                "{\"api\": \"x\", \"clients\": [{\"dynamodb\": \"no\"}], \"dynamodb\": \"http://127.0.0.1:4711\"}");

        assertThat(of(Optional.empty(), Map.of("QUOTA_TABLE", "")))
                .isEqualTo(new Destination.RunningPlatform(URI.create("http://127.0.0.1:4711"), "target/platform.json"))
                .extracting(Destination::description)
                .isEqualTo(
                        "table max-weather-quota of the running platform, http://127.0.0.1:4711 (target/platform.json)");
    }

    @Test
    void where_no_platform_runs_there_is_no_table() {
        assertThatThrownBy(() -> of(Optional.empty(), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("no table: there is no target/platform.json; start the platform with ./max-weather run,"
                        + " or name --environment staging or production, or set QUOTA_TABLE");
    }

    @Test
    void half_a_file_is_no_address() throws Exception {
        for (String broken : new String[] {
            "", "{", "[]", "{\"dynamodb\": 1}", "{\"dynamodb\": \"http://[\"}", "{\"dynamodb\": \"there\"}"
        }) {
            Files.writeString(directory.resolve("platform.json"), broken);

            assertThatThrownBy(() -> of(Optional.empty(), Map.of()))
                    .as(broken)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("start the platform anew");
        }
    }

    private Destination of(Optional<Environment> named, Map<String, String> variables) throws Exception {
        return Destination.of(named, variables, directory.resolve("platform.json"), "target/platform.json");
    }
}
