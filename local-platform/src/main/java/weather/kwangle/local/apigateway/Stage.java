package weather.kwangle.local.apigateway;

/** The identifiers of the deployed API that events and ARNs carry. */
final class Stage {
    static final String NAME = "v1";
    static final String API_ID = "maxweather";
    static final String ACCOUNT_ID = "000000000000";

    private static final String REGION = "us-east-1";

    private Stage() {}

    /** The ARN of one method of the API, on which authorizers decide: the resource has neither base path nor host. */
    static String methodArn(String httpMethod, String path) {
        return "arn:aws:execute-api:" + REGION + ":" + ACCOUNT_ID + ":" + API_ID + "/" + NAME + "/" + httpMethod + path;
    }
}
