package weather.kwangle.authorizer;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import weather.kwangle.authorizer.policy.DeliverySettings;
import weather.kwangle.authorizer.policy.PolicyLocation;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeKeys;

/**
 * The environment of the function, read and checked once at its start. Region, credentials and endpoints of AWS are the
 * SDK's own variables.
 *
 * @param issuer {@code TOKEN_ISSUER}: the only issuer whose tokens are believed, for Cognito
 *     {@code https://cognito-idp.<region>.amazonaws.com/<pool>}
 * @param leeway {@code TOKEN_LEEWAY_SECONDS}: how far the issuer's clock may be from ours, 0 to 60 s; by default 60 s
 * @param keySet {@code JWKS_URI}: its public keys; by default the issuer and {@code /.well-known/jwks.json}
 * @param quotaTable {@code QUOTA_TABLE}: name of the table of accounts and registry entries
 * @param policies {@code ACCESS_POLICY}: the policy, a file or an address of the AppConfig extension; {@code BREAK_GLASS} and
 *     {@code SHADOW_POLICY}: none, unless they are given; {@code POLICY_POLL_SECONDS}: how often to look, 1 to 15 s; by default
 *     10 s
 * @param edgeKey {@code EDGE_KEY} or {@code EDGE_KEY_SECRET_ID}: the key shared with the gateway
 * @param metricNamespace {@code METRIC_NAMESPACE}: where CloudWatch keeps our metrics; by default there are none
 */
record AuthorizerConfiguration(
        String issuer,
        Duration leeway,
        URI keySet,
        String quotaTable,
        DeliverySettings policies,
        EdgeKeySetting edgeKey,
        Optional<String> metricNamespace) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,2}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern NAMESPACE = Pattern.compile("(?!AWS/)[A-Za-z0-9_./#:-]{1,255}");

    /** Where the shared key is. */
    sealed interface EdgeKeySetting {
        /** {@code EDGE_KEY}: the keys themselves. */
        record Given(EdgeKeys keys) implements EdgeKeySetting {}

        /** {@code EDGE_KEY_SECRET_ID}: name or ARN of a secret in AWS Secrets Manager. */
        record Secret(String id) implements EdgeKeySetting {}
    }

    /** @throws ConfigurationException if a variable is missing or malformed */
    static AuthorizerConfiguration from(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String issuer = variables.require("TOKEN_ISSUER", "the token issuer's URL");
        requireUrl("TOKEN_ISSUER", issuer);
        URI keySet = variables
                .find("JWKS_URI")
                .map(written -> requireUrl("JWKS_URI", written))
                .orElseGet(() -> URI.create(issuer + "/.well-known/jwks.json"));
        String table = variables.require("QUOTA_TABLE", "the name of the quota table");
        if (!TABLE.matcher(table).matches()) {
            throw new ConfigurationException(
                    "QUOTA_TABLE", "is '" + table + "'", "3 to 255 letters, digits, underscores, dots and hyphens");
        }
        return new AuthorizerConfiguration(
                issuer,
                leeway(variables),
                keySet,
                table,
                policies(variables),
                edgeKey(variables),
                metricNamespace(variables));
    }

    private static Optional<String> metricNamespace(Environment variables) {
        String variable = "METRIC_NAMESPACE";
        Optional<String> written = variables.find(variable);
        written.filter(namespace -> !NAMESPACE.matcher(namespace).matches()).ifPresent(namespace -> {
            throw new ConfigurationException(
                    variable,
                    "is '" + namespace + "'",
                    "1 to 255 letters, digits, dots, hyphens, underscores, slashes, hashes and colons, not AWS/ first");
        });
        return written;
    }

    private static Duration leeway(Environment variables) {
        return variables.seconds(
                "TOKEN_LEEWAY_SECONDS", Duration.ZERO, TokenVerifier.MAX_LEEWAY, TokenVerifier.MAX_LEEWAY);
    }

    private static URI requireUrl(String variable, String written) {
        String expected = "an https URL without query and fragment, or http on the loopback address";
        try {
            URI uri = new URI(written);
            boolean isSafe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme())
                            && uri.getHost() != null
                            && LOOPBACK.matcher(uri.getHost()).matches());
            if (isSafe && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(variable, "is '" + written + "'", expected);
        }
        throw new ConfigurationException(variable, "is '" + written + "'", expected);
    }

    private static DeliverySettings policies(Environment variables) {
        String accessPolicy = "ACCESS_POLICY";
        return new DeliverySettings(
                location(accessPolicy, variables.require(accessPolicy, PolicyLocation.EXPECTED)),
                location("BREAK_GLASS", variables),
                location("SHADOW_POLICY", variables),
                variables.seconds(
                        "POLICY_POLL_SECONDS",
                        DeliverySettings.LEAST_INTERVAL,
                        DeliverySettings.GREATEST_INTERVAL,
                        DeliverySettings.DEFAULT_INTERVAL));
    }

    private static Optional<PolicyLocation> location(String variable, Environment variables) {
        return variables.find(variable).map(written -> location(variable, written));
    }

    private static PolicyLocation location(String variable, String written) {
        try {
            return PolicyLocation.parse(written);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(variable, "is '" + written + "'", PolicyLocation.EXPECTED);
        }
    }

    private static EdgeKeySetting edgeKey(Environment variables) {
        Optional<String> keys = variables.find("EDGE_KEY");
        Optional<String> secret = variables.find("EDGE_KEY_SECRET_ID");
        String expected = "either EDGE_KEY with kid:base64url of 32 bytes, comma-separated, or EDGE_KEY_SECRET_ID"
                + " with a secret of AWS Secrets Manager";
        if (keys.isPresent() == secret.isPresent()) {
            throw new ConfigurationException("EDGE_KEY", keys.isPresent() ? "has a rival" : "is not set", expected);
        }
        if (secret.isPresent()) {
            return new EdgeKeySetting.Secret(secret.get());
        }
        try {
            return new EdgeKeySetting.Given(EdgeKeys.parse(keys.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("EDGE_KEY", "is malformed: " + e.getMessage(), expected);
        }
    }

    /** Environment variables; an empty one is not set. */
    private record Environment(Map<String, String> variables) {
        Optional<String> find(String name) {
            return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
        }

        String require(String name, String expected) {
            return find(name).orElseThrow(() -> new ConfigurationException(name, "is not set", expected));
        }

        Duration seconds(String name, Duration least, Duration most, Duration otherwise) {
            Optional<String> written = find(name);
            if (written.isEmpty()) {
                return otherwise;
            }
            if (SECONDS.matcher(written.get()).matches()) {
                Duration seconds = Duration.ofSeconds(Integer.parseInt(written.get()));
                if (seconds.compareTo(least) >= 0 && seconds.compareTo(most) <= 0) {
                    return seconds;
                }
            }
            throw new ConfigurationException(
                    name,
                    "is '" + written.get() + "'",
                    "whole seconds from " + least.toSeconds() + " to " + most.toSeconds());
        }
    }
}
