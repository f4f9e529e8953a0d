package weather.kwangle.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A checkout in which single steps are run, with the variables that the Jenkinsfile gives them. */
final class Workspace {

    static final String WEATHER_API = "sha256:" + "a".repeat(64);
    static final String EDGE_GATEWAY = "sha256:" + "b".repeat(64);
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Path folder;
    private final Tools tools;
    private final Map<String, String> variables = new TreeMap<>(Map.ofEntries(
            Map.entry("AWS_ACCOUNT_ID", "123456789012"),
            Map.entry("AWS_CONFIG_FILE", "target/aws-config"),
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("BRANCH_NAME", "main"),
            Map.entry("BUILD_NUMBER", "42"),
            Map.entry("BUILD_URL", "https://jenkins.kwangle.weather/job/max-weather/job/main/42/"),
            Map.entry("ECR_REPOSITORY", "max-weather/weather-api"),
            Map.entry("EKS_CLUSTER_NAME_PRODUCTION", "max-weather-production-cluster"),
            Map.entry("EKS_CLUSTER_NAME_STAGING", "max-weather-staging-cluster"),
            Map.entry("GIT_COMMIT", COMMIT),
            Map.entry("HELM_CHART_PATH", "./helm/max-weather"),
            Map.entry("HELM_RELEASE_NAME", "max-weather"),
            Map.entry("IMAGE_TAG", "42"),
            Map.entry("KUBECONFIG", "target/kubeconfig"),
            Map.entry("POLL_SECONDS", "0"),
            Map.entry("REGISTRY_AUTH_FILE", "target/registry-auth.json"),
            Map.entry("WATCH_SECONDS", "0.1")));

    Workspace(Path temporary) {
        folder = Checkout.into(temporary.resolve("checkout"));
        tools = new Tools(temporary.resolve("tools"));
    }

    /** One in which the images have been pushed. */
    static Workspace afterPush(Path temporary) {
        return new Workspace(temporary)
                .write(
                        "target/release/images",
                        "weather-api %s%nedge-gateway %s%n".formatted(WEATHER_API, EDGE_GATEWAY));
    }

    /** Helm's history of the environment, the oldest revision first: `status description` each. */
    Workspace revisions(String environment, String... revisions) {
        StringBuilder history = new StringBuilder();
        for (int i = 0; i < revisions.length; i++) {
            String[] parts = revisions[i].split(" ", 2);
            history.append(
                    "%d\tWed Nov 25 21:00:00 2026\t%s\tmax-weather-1.0.0\t\t%s%n".formatted(i + 1, parts[0], parts[1]));
        }
        tools.put("helm-weather-" + environment, history.toString());
        return this;
    }

    Tools tools() {
        return tools;
    }

    Workspace set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Workspace unset(String variable) {
        variables.remove(variable);
        return this;
    }

    Workspace write(String file, String content) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String file) {
        return Files.exists(folder.resolve(file));
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    /** Runs the step with every tool at hand. */
    Shell.Outcome run(String script, String... arguments) {
        return runWith(tools.environment(Tools.ALL), script, arguments);
    }

    /** Runs the step where no tool but Unix's is installed. */
    Shell.Outcome runWithoutTools(String script, String... arguments) {
        return runWith(tools.environment(List.of()), script, arguments);
    }

    private Shell.Outcome runWith(Map<String, String> environment, String script, String... arguments) {
        Map<String, String> all = new TreeMap<>(variables);
        environment.forEach(all::putIfAbsent);
        List<String> command = new ArrayList<>(List.of("ci/" + script));
        command.addAll(List.of(arguments));
        return Shell.run(folder, all, command);
    }
}
