package weather.kwangle.authorizer;

import java.util.Optional;
import java.util.regex.Pattern;
import weather.kwangle.policy.Operation;

/**
 * The ARN of one request, {@code arn:aws:execute-api:region:account:api/stage/METHOD/path} (API Gateway developer guide,
 * "Control access to a REST API with IAM permissions").
 *
 * @param stage everything up to and including the stage, what all operations of the API have in common
 * @param method the HTTP method as the client sent it
 * @param path the path below the stage, with its leading slash
 */
record MethodArn(String stage, String method, String path) {
    /** API Gateway takes no longer resource in a policy. */
    static final int MAX_RESOURCE = 512;

    private static final Pattern STAGE = Pattern.compile(
            "arn:aws[a-z-]{0,16}:execute-api:[a-z0-9-]{1,32}:\\d{12}:[A-Za-z0-9-]{1,64}/[$A-Za-z0-9_-]{1,128}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._~!&'()+,;=:@%-]*");

    /** The last that had the form: all requests of an API come with the same, and finding it again is quicker. */
    private static volatile String lastStage = "";

    static Optional<MethodArn> parse(String arn) {
        int method = arn.indexOf('/', arn.indexOf('/') + 1) + 1;
        String stage = arn.substring(0, Math.max(0, method - 1));
        if (!isStage(stage)) {
            return Optional.empty();
        }
        int path = arn.indexOf('/', method);
        return Optional.of(
                path < 0
                        ? new MethodArn(stage, arn.substring(method), "/")
                        : new MethodArn(stage, arn.substring(method, path), arn.substring(path)));
    }

    private static boolean isStage(String text) {
        boolean isKnown = !text.isEmpty() && text.equals(lastStage);
        if (isKnown || !STAGE.matcher(text).matches()) {
            return isKnown;
        }
        lastStage = text;
        return true;
    }

    /** The resource of a policy that covers an operation; templates become {@code *}. */
    String resource(Operation operation) {
        return stage + "/" + operation.method() + operation.shape("*");
    }

    /** The resource of a policy that covers at least this request. */
    String ownResource() {
        String own = stage + "/" + method + path;
        boolean isExact = own.length() <= MAX_RESOURCE
                && PLAIN.matcher(method).matches()
                && PLAIN.matcher(path).matches();
        return isExact ? own : stage + "/*";
    }
}
