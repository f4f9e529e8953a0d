package weather.kwangle.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.gateway.upstream.UpstreamSettings;

/**
 * Everything that can be set, by environment variable in a pod. Checked before anything starts.
 *
 * @param weatherServiceUrl base URL of the weather service, {@code WEATHER_SERVICE_URL}
 * @param edgeKey the edge keys themselves, {@code EDGE_KEY}: {@code kid:base64url} pairs with commas between them
 * @param edgeKeySecretId or the Secrets Manager secret that holds them, {@code EDGE_KEY_SECRET_ID}
 * @param edgeKeyFile or a file with that secret's JSON, {@code EDGE_KEY_FILE}
 * @param edgeKeyRefresh how often secret or file is read again; at most two minutes, so that a rotation can count on it
 * @param quotaTable the DynamoDB table of accounts and refunds, {@code QUOTA_TABLE}; where DynamoDB is, the SDK reads from
 *     {@code AWS_ENDPOINT_URL_DYNAMODB} and the region
 * @param maxRefunds most refunds that wait to be written, at least 1; some hundred bytes each
 * @param maxBodyBytes longest request body; a batch of 1,000 names fits well
 * @param requestTimeout how long a caller may take to send one request, header and body
 * @param drainQuiet how long a caller's connection must have rested before a pod that stops closes it
 * @param upstream bounds of the way to the weather service
 */
@ConfigurationProperties("gateway")
public record GatewaySettings(
        @DefaultValue("") String weatherServiceUrl,
        @DefaultValue("") Secret edgeKey,
        @DefaultValue("") String edgeKeySecretId,
        @DefaultValue("") String edgeKeyFile,
        @DefaultValue("1m") Duration edgeKeyRefresh,
        @DefaultValue("") String quotaTable,
        @DefaultValue("10000") int maxRefunds,
        @DefaultValue("262144") long maxBodyBytes,
        @DefaultValue("8s") Duration requestTimeout,
        @DefaultValue("1s") Duration drainQuiet,
        @DefaultValue UpstreamSettings upstream) {

    private static final Set<String> ROOT_PATHS = Set.of("", "/");

    /** @throws InvalidSetting if one is missing or malformed */
    public GatewaySettings {
        requireUrl(weatherServiceUrl);
        requireOneSource(edgeKey, edgeKeySecretId, edgeKeyFile);
        if (!edgeKey.isEmpty()) {
            parse(edgeKey);
        }
        if (quotaTable.isBlank()) {
            throw new InvalidSetting("QUOTA_TABLE is missing: set it to the name of the DynamoDB table of accounts");
        }
        if (maxRefunds < 1) {
            throw new InvalidSetting("gateway.max-refunds is %d: expected at least 1".formatted(maxRefunds));
        }
        if (edgeKeyRefresh.isNegative()
                || edgeKeyRefresh.isZero()
                || edgeKeyRefresh.compareTo(EdgeKeys.CACHE_AT_MOST) > 0) {
            throw new InvalidSetting("gateway.edge-key-refresh is %s: expected more than 0 s and at most %s"
                    .formatted(edgeKeyRefresh, EdgeKeys.CACHE_AT_MOST));
        }
    }

    private static void requireOneSource(Secret edgeKey, String edgeKeySecretId, String edgeKeyFile) {
        List<String> set = new ArrayList<>();
        if (!edgeKey.isEmpty()) {
            set.add("EDGE_KEY");
        }
        if (!edgeKeySecretId.isBlank()) {
            set.add("EDGE_KEY_SECRET_ID");
        }
        if (!edgeKeyFile.isBlank()) {
            set.add("EDGE_KEY_FILE");
        }
        if (set.isEmpty()) {
            throw new InvalidSetting("EDGE_KEY is missing: set it to kid:base64url of 32 bytes, or set"
                    + " EDGE_KEY_SECRET_ID or EDGE_KEY_FILE");
        }
        if (set.size() > 1) {
            throw new InvalidSetting(String.join(" and ", set) + " are set: set one of them");
        }
    }

    private static void requireUrl(String url) {
        if (url.isBlank()) {
            throw new InvalidSetting("WEATHER_SERVICE_URL is missing: set it to the weather service's base URL,"
                    + " such as http://weather-api-service");
        }
        try {
            URI uri = URI.create(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (http && bare && uri.getHost() != null && ROOT_PATHS.contains(uri.getRawPath())) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one message that says what is expected.
        }
        throw new InvalidSetting("WEATHER_SERVICE_URL is malformed: expected http:// or https://, a host and"
                + " perhaps a port, nothing else");
    }

    private static EdgeKeys parse(Secret edgeKey) {
        try {
            return EdgeKeys.parse(edgeKey.reveal());
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting("EDGE_KEY is malformed: " + e.getMessage());
        }
    }

    URI weatherService() {
        return URI.create(weatherServiceUrl);
    }

    boolean hasEdgeKey() {
        return !edgeKey.isEmpty();
    }

    EdgeKeys edgeKeys() {
        return parse(edgeKey);
    }
}
