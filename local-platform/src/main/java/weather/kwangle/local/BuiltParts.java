package weather.kwangle.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the build leaves what the platform starts.
 *
 * @param root the repository's root
 */
record BuiltParts(Path root) {
    Path contract() {
        return root.resolve("api/openapi.yaml");
    }

    Path accessPolicy() {
        return root.resolve("access-policy/policy/access-policy.yaml");
    }

    Path weatherService() {
        return root.resolve("weather-service/target/weather-service.jar");
    }

    Path edgeGateway() {
        return root.resolve("edge-gateway/target/edge-gateway.jar");
    }

    /** The function, exploded: classes at its root, jars in {@code lib/}. */
    Path function() {
        return root.resolve("lambda-authorizer/target/function");
    }

    /** The functions of operation, exploded as the authorizer is. */
    Path operations() {
        return root.resolve("lambda-operations/target/function");
    }

    /** The jars of the AWS runtime interface client. */
    Path functionRuntime() {
        return root.resolve("local-platform/target/lambda-runtime");
    }

    /** The jars of DynamoDB Local. */
    Path database() {
        return root.resolve("dynamodb-local/target/server");
    }

    /** What is not there, relative to the root. */
    List<Path> missing() {
        return Stream.of(
                        contract(),
                        accessPolicy(),
                        weatherService(),
                        edgeGateway(),
                        function(),
                        operations(),
                        functionRuntime(),
                        database())
                .filter(path -> !Files.exists(path))
                .map(root::relativize)
                .toList();
    }
}
