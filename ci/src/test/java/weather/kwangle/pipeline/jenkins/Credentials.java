package weather.kwangle.pipeline.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The credentials that this Jenkins keeps. Every secret begins with {@link #SECRET}, so that it is found where it leaks. */
public final class Credentials {

    public static final String SECRET = "secret-of-";

    Credentials() {}

    /** What {@code NAME = credentials('id')} sets. */
    Object value(String id, Build build, Optional<Pod> pod) {
        build.credentials().add(id);
        return switch (id) {
            // Not secret: it stands in every image's name.
            case "aws-account-id" -> "123456789012";
            case "aws-oidc-token" -> {
                Path workspace = pod.orElseThrow(() -> new StepFailure("the file of '" + id + "' needs an agent"))
                        .workspace();
                yield write(workspace.resolve("target/secretFiles/" + id), SECRET + id);
            }
            default -> throw new StepFailure("no credentials '" + id + "'");
        };
    }

    /** What one binding of {@code withCredentials} sets. */
    Map<String, String> bind(Map<?, ?> binding, Build build) {
        String id = binding.get("credentialsId").toString();
        build.credentials().add(id);
        return switch (binding.get("kind") + " " + id) {
            case "string slack-webhook" -> Map.of(variable(binding, "variable"), SECRET + id);
            case "usernamePassword staging-smoke-client", "usernamePassword production-smoke-client" ->
                Map.of(
                        variable(binding, "usernameVariable"),
                        "smoke",
                        variable(binding, "passwordVariable"),
                        SECRET + id);
            case "gitUsernamePassword release-git" -> Map.of("GIT_PASSWORD", SECRET + id);
            default -> throw new StepFailure("no " + binding.get("kind") + " credentials '" + id + "'");
        };
    }

    private static String variable(Map<?, ?> binding, String name) {
        return (String) binding.get(name);
    }

    private static String write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
