package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.AuthorizerConfiguration.EdgeKeySetting;
import weather.kwangle.authorizer.policy.DeliverySettings;
import weather.kwangle.authorizer.policy.PolicyLocation;

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
        "ACCESS_POLICY, http://169.254.169.254/applications/a/environments/b/configurations/c",
        "ACCESS_POLICY, http://localhost.evil.example:2772/applications/a/environments/b/configurations/c",
        "ACCESS_POLICY, http://127.0.0.1@evil.example/applications/a/environments/b/configurations/c",
        "ACCESS_POLICY, https://localhost:2772/applications/a/environments/b/configurations/c",
        "ACCESS_POLICY, http://localhost:2772/applications/a/environments/b",
        "ACCESS_POLICY, http://localhost:2772/applications/a/environments/b/configurations/c?flag=x",
        "ACCESS_POLICY, http://localhost:99999/applications/a/environments/b/configurations/c",
        "ACCESS_POLICY, file:///etc/policy.yaml",
        "BREAK_GLASS, s3://bucket/break-glass.yaml",
        "SHADOW_POLICY, http://localhost:2772/../applications/a/environments/b/configurations/c",
        "POLICY_POLL_SECONDS, 0",
        "POLICY_POLL_SECONDS, 16",
        "POLICY_POLL_SECONDS, soon",
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
    void a_policy_is_in_a_file_or_at_the_extension_s_address() {
        String address = "http://localhost:2772/applications/max-weather-access-policy/environments/live"
                + "/configurations/access-policy";
        assertThat(AuthorizerConfiguration.from(environment).policies())
                .isEqualTo(new DeliverySettings(
                        new PolicyLocation.LocalFile(Path.of("access-policy.yaml")),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(10)));

        environment.put("ACCESS_POLICY", address);
        environment.put("BREAK_GLASS", "/etc/break-glass.yaml");
        environment.put("SHADOW_POLICY", "http://[::1]:80/applications/a/environments/b/configurations/c");
        environment.put("POLICY_POLL_SECONDS", "15");
        assertThat(AuthorizerConfiguration.from(environment).policies())
                .isEqualTo(new DeliverySettings(
                        new PolicyLocation.ExtensionAddress(URI.create(address)),
                        Optional.of(new PolicyLocation.LocalFile(Path.of("/etc/break-glass.yaml"))),
                        Optional.of(new PolicyLocation.ExtensionAddress(
                                URI.create("http://[::1]:80/applications/a/environments/b/configurations/c"))),
                        Duration.ofSeconds(15)));
    }
}
