package weather.kwangle.infra;

/**
 * Every name that something outside the stacks relies on: the chart, the pipeline, people. Staging writes {@code
 * max-weather-staging} where production has the document's {@code max-weather}; the registry is shared.
 *
 * @param environment {@code staging} or {@code production}
 * @param prefix {@code max-weather-staging} or {@code max-weather}
 */
record Names(String environment, String prefix) {
    static final String PRODUCT = "max-weather";

    static final String WEATHER_API_REPOSITORY = PRODUCT + "/weather-api";
    static final String EDGE_GATEWAY_REPOSITORY = PRODUCT + "/edge-gateway";

    /** Tags of images that production runs or has run; {@code ci/promote-images.sh} sets them. */
    static final String PROMOTION_TAGS = "production-*";

    static final String JENKINS_ROLE = PRODUCT + "-jenkins";
    static final String RESOURCE_SERVER = PRODUCT;

    /** The name under which API Gateway reaches NGINX, in every environment: each has its own private zone. */
    static final String INTERNAL_HOST = "internal.kwangle.weather";

    static Names of(String environment) {
        return new Names(
                environment,
                environment.equals(EnvironmentSettings.PRODUCTION) ? PRODUCT : PRODUCT + "-" + environment);
    }

    /** Name of a stack by what it is about, such as {@code network}. */
    String stack(String concern) {
        return prefix + "-" + concern;
    }

    String cluster() {
        return PRODUCT + "-" + environment + "-cluster";
    }

    /** Namespace of the Helm release. */
    String namespace() {
        return "weather-" + environment;
    }

    /** Kubernetes group of who deploys releases ({@code ci/cluster/release-rights.yaml}). */
    String releaseGroup() {
        return prefix + "-release";
    }

    /** IAM role of a Kubernetes service account. */
    String role(String serviceAccount) {
        return prefix + "-" + serviceAccount;
    }

    String keyAlias() {
        return "alias/" + prefix;
    }

    String userPool() {
        return prefix + "-users";
    }

    String quotaTable() {
        return prefix + "-quota";
    }

    String edgeKeySecret() {
        return prefix + "/edge-key";
    }

    String restApi() {
        return prefix;
    }

    String authorizerFunction() {
        return prefix + "-authorizer";
    }

    String edgeKeyRotationFunction() {
        return prefix + "-edge-key-rotation";
    }

    String policyValidatorFunction() {
        return prefix + "-policy-validator";
    }

    String refundFunction() {
        return prefix + "-refunds";
    }

    /** Queue of what the function of refunds could not do. */
    String undeliveredRefunds() {
        return prefix + "-refunds-undelivered";
    }

    // What AppConfig holds of the access policy; ci/appconfig.bash has the same names.

    String accessPolicyApplication() {
        return prefix + "-access-policy";
    }

    /** A deployment strategy is the account's, not an application's: {@code gradual} or {@code at-once}. */
    String policyStrategy(String pace) {
        return prefix + "-policy-" + pace;
    }

    String targetGroup() {
        return prefix + "-nginx";
    }

    String alarmTopic() {
        return prefix + "-alarms";
    }

    /** Carries one kind of logs into the archive. */
    String archiveStream(String folder) {
        return prefix + "-archive-" + folder;
    }

    /** {@code overview}, {@code performance} or {@code logs}. */
    String dashboard(String topic) {
        return prefix + "-" + topic;
    }

    String alarm(String topic) {
        return prefix + "-" + topic;
    }

    /** Namespace of the metrics that log lines become. */
    String metricNamespace() {
        return "MaxWeather/" + environment;
    }

    // Log groups. AWS fixes the names that hold a service's own.

    String applicationLogs() {
        return "/aws/eks/" + prefix + "/application";
    }

    String fluentBitLogs() {
        return "/aws/fluent-bit/" + prefix;
    }

    /** EKS writes here and lets nobody choose. */
    String controlPlaneLogs() {
        return "/aws/eks/" + cluster() + "/cluster";
    }

    /** The CloudWatch agent writes here. */
    String containerInsightsLogs() {
        return "/aws/containerinsights/" + cluster() + "/performance";
    }

    String apiAccessLogs() {
        return "/aws/apigateway/" + prefix;
    }

    String flowLogs() {
        return "/aws/vpc/" + prefix + "/flow-logs";
    }

    /** WAF takes no other prefix. */
    String wafLogs() {
        return "aws-waf-logs-" + prefix;
    }

    String archiveErrorLogs() {
        return "/aws/kinesisfirehose/" + prefix + "-archive";
    }

    String functionLogs(String function) {
        return "/aws/lambda/" + function;
    }
}
