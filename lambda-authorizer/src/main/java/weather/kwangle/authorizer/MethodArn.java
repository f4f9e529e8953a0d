package weather.kwangle.authorizer;

import java.util.Optional;
import java.util.regex.Matcher;
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

    private static final Pattern FORM = Pattern.compile(
            "(arn:aws[a-z-]{0,16}:execute-api:[a-z0-9-]{1,32}:\\d{12}:[A-Za-z0-9-]{1,64}/[$A-Za-z0-9_-]{1,128})"
                    + "/([^/]*)(/.*)?",
            Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._~!&'()+,;=:@%-]*");

    static Optional<MethodArn> parse(String arn) {
        Matcher form = FORM.matcher(arn);
        if (!form.matches()) {
            return Optional.empty();
        }
        String path = form.group(3);
        return Optional.of(new MethodArn(form.group(1), form.group(2), path == null ? "/" : path));
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
