package weather.kwangle.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function's configuration.
 *
 * @param name its name
 * @param handler {@code package.Class::method}
 * @param taskRoot the exploded deployment package: classes at its root, jars in {@code lib/}
 * @param runtime the folder with the jars of the runtime interface client
 * @param environment its environment variables
 * @param memoryMegabytes its memory, as Lambda counts it
 * @param timeout how long one invocation may take
 * @param log where the output of all its environments goes
 * @param scratch a folder for temporary files; each environment gets a folder of its own in it
 */
public record FunctionSettings(
        String name,
        String handler,
        Path taskRoot,
        Path runtime,
        Map<String, String> environment,
        int memoryMegabytes,
        Duration timeout,
        Path log,
        Path scratch) {
    static final String REGION = "us-east-1";

    public FunctionSettings {
        environment = Map.copyOf(environment);
    }

    String arn() {
        return "arn:aws:lambda:" + REGION + ":000000000000:function:" + name;
    }
}
