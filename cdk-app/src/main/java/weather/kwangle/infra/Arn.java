package weather.kwangle.infra;

import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** Amazon resource names of what a stack refers to by name, in its own account and region. */
final class Arn {
    private Arn() {}

    /** @param resource such as {@code table/max-weather-quota} */
    static String regional(Construct scope, String service, String resource) {
        Stack stack = Stack.of(scope);
        return "arn:aws:" + service + ":" + stack.getRegion() + ":" + stack.getAccount() + ":" + resource;
    }

    /** Secrets Manager adds a hyphen and six characters to the name. */
    static String secret(Construct scope, String name) {
        return regional(scope, "secretsmanager", "secret:" + name + "-??????");
    }

    static String role(Construct scope, String name) {
        return "arn:aws:iam::" + Stack.of(scope).getAccount() + ":role/" + name;
    }
}
