package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;

class AuthorizerConfigurationTest {
    private static final String KEY = "one:" + "A".repeat(43);

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "TOKEN_ISSUER", "https://cognito-idp.ap-southeast-1.amazonaws.com/pool",
            "QUOTA_TABLE", "max-weather-quota",
            "ACCESS_POLICY", "access-policy.yaml",
            "EDGE_KEY", KEY));

    @Test
    void the_key_set_stands_below_the_issuer_unless_said_otherwise() {
        assertThat(AuthorizerConfiguration.from(environment).keySet())
                .isEqualTo(URI.create("https://cognito-idp.ap-southeast-1.amazonaws.com/pool/.well-known/jwks.json"));

        environment.put("JWKS_URI", "http://127.0.0.1:9000/keys");
        assertThat(AuthorizerConfiguration.from(environment).keySet())
                .isEqualTo(URI.create("http://127.0.0.1:9000/keys"));
    }

    @Test
    void clocks_may_be_a_minute_apart_or_less_if_so_configured() {
        assertThat(AuthorizerConfiguration.from(environment).leeway()).isEqualTo(Duration.ofSeconds(60));

        for (int seconds : new int[] {0, 5, 60}) {
            environment.put("TOKEN_LEEWAY_SECONDS", String.valueOf(seconds));
            assertThat(AuthorizerConfiguration.from(environment).leeway()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void the_key_may_be_a_secret_s_name_instead() {
        environment.remove("EDGE_KEY");
        environment.put("EDGE_KEY_SECRET_ID", "max-weather/edge-key");

        assertThat(AuthorizerConfiguration.from(environment).edgeKey())
                .isEqualTo(new EdgeKeySetting.Secret("max-weather/edge-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TOKEN_ISSUER", "QUOTA_TABLE", "ACCESS_POLICY", "EDGE_KEY"})
    void what_is_missing_is_named(String variable) {
        environment.put(variable, " ");
        assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(variable + " is not set; expected ");

        environment.remove(variable);
        assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                .hasMessageStartingWith(variable + " is not set; expected ");
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN_ISSUER, http://cognito-idp.amazonaws.com/pool",
        "TOKEN_ISSUER, http://127.0.0.1.evil.example/pool",
        "TOKEN_ISSUER, ftp://127.0.0.1/pool",
        "TOKEN_ISSUER, https://issuer.example/pool?x=1",
        "TOKEN_ISSUER, https:///pool",
        "TOKEN_ISSUER, not a url",
        "TOKEN_LEEWAY_SECONDS, 61",
        "TOKEN_LEEWAY_SECONDS, -1",
        "TOKEN_LEEWAY_SECONDS, 1.5",
        "TOKEN_LEEWAY_SECONDS, 9999999999",
        "JWKS_URI, file:///etc/passwd",
        "JWKS_URI, http://169.254.169.254/latest",
        "QUOTA_TABLE, a b",
        "EDGE_KEY, secret",
        "EDGE_KEY, one:secret"
    })
    void what_is_malformed_is_named(String variable, String value) {
        environment.put(variable, value);

        assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(variable + " is ");
    }

    @Test
    void a_malformed_key_is_not_repeated() {
        environment.put("EDGE_KEY", "one:hunter2hunter2");

        assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void metrics_have_a_namespace_or_there_are_none() {
        assertThat(AuthorizerConfiguration.from(environment).metricNamespace()).isEmpty();
        environment.put("METRIC_NAMESPACE", "MaxWeather/production");
        assertThat(AuthorizerConfiguration.from(environment).metricNamespace()).contains("MaxWeather/production");
        for (String bad : List.of("AWS/Lambda", "a\"b", "x".repeat(256))) {
            environment.put("METRIC_NAMESPACE", bad);
            assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("METRIC_NAMESPACE is ");
        }
    }

    @Test
    void two_places_for_the_key_are_one_too_many() {
        environment.put("EDGE_KEY_SECRET_ID", "name");

        assertThatThrownBy(() -> AuthorizerConfiguration.from(environment))
                .hasMessageStartingWith("EDGE_KEY has a rival");
    }

    @Test
    void a_policy_that_cannot_be_used_stops_the_start(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("policy.yaml");
        assertThatThrownBy(() -> new PolicyFile(file)).hasMessageContaining("ACCESS_POLICY names " + file);

        Files.writeString(file, Fixture.POLICY.replace("100/s", "fast"));
        assertThatThrownBy(() -> new PolicyFile(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ACCESS_POLICY is not valid: " + file + ":11:20: rate is 'fast'");

        Files.write(file, new byte[] {(byte) 0xC0, (byte) 0x80});
        assertThatThrownBy(() -> new PolicyFile(file)).hasMessageContaining("which is not UTF-8");

        Files.writeString(file, Fixture.POLICY);
        assertThat(new PolicyFile(file).current().plans()).containsOnlyKeys("trial", "partner");
    }
}
