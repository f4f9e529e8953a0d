package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What the authorizer needs in order to decide by what AppConfig delivers.
 *
 * @param live decides
 * @param candidate is asked beside it and decides nothing; there may be none, and the agent answers 404
 * @param breakGlass what is refused by hand
 */
record DeliveredPolicy(PolicyDocument live, PolicyDocument candidate, PolicyDocument breakGlass) {
    /** How long an instance may go on without what was just delivered. */
    private static final int POLL_SECONDS = 15;

    /**
     * Of the function and of AppConfig's agent beside it
     * (https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-config.html).
     */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("ACCESS_POLICY", live.address());
        environment.put("SHADOW_POLICY", candidate.address());
        environment.put("BREAK_GLASS", breakGlass.address());
        environment.put("AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS", "" + POLL_SECONDS);
        // Not the candidate: where there is none, the agent would have an error to report at each start.
        environment.put("AWS_APPCONFIG_EXTENSION_PREFETCH_LIST", live.path() + "," + breakGlass.path());
        return environment;
    }

    PolicyStatement permission() {
        return Permission.to(
                List.of("appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession"),
                live.arn(),
                candidate.arn(),
                breakGlass.arn());
    }
}
