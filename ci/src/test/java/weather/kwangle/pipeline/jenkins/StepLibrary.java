package weather.kwangle.pipeline.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weather.kwangle.pipeline.Checkout;
import weather.kwangle.pipeline.Shell;
import weather.kwangle.pipeline.Tools;

/** The steps that the Jenkinsfile uses, each as its plugin documents it. */
final class StepLibrary {

    /** What a step does with its arguments; {@code body} runs the closure that ends them. */
    @FunctionalInterface
    private interface Step {
        @Nullable
        Object run(List<Object> arguments, Supplier<@Nullable Object> body);
    }

    private final Map<String, Step> steps = new HashMap<>();
    private final Build build;
    private final Surroundings around;
    private final Tools tools;
    private final Workspaces workspaces;
    private final Credentials credentials;
    private final Human human;
    private final boolean mailServerRuns;
    private String podYaml = "";

    StepLibrary(
            Build build,
            Surroundings around,
            Tools tools,
            Workspaces workspaces,
            Credentials credentials,
            Human human,
            boolean mailServerRuns) {
        this.build = build;
        this.around = around;
        this.tools = tools;
        this.workspaces = workspaces;
        this.credentials = credentials;
        this.human = human;
        this.mailServerRuns = mailServerRuns;
        blocks();
        files();
        simple();
    }

    boolean knows(String step) {
        return steps.containsKey(step);
    }

    @Nullable
    Object run(String step, List<Object> arguments, Supplier<@Nullable Object> body) {
        return steps.get(step).run(arguments, body);
    }

    Object credential(String id) {
        return credentials.value(id, build, around.anyPod());
    }

    Pod pod(String yaml) {
        return new Pod(yaml, Checkout.into(workspaces.empty()));
    }

    @Nullable
    Object ask(Map<?, ?> input) {
        Question question = new Question(
                around.stage(),
                input.get("message").toString(),
                String.valueOf(input.get("submitter")),
                around.holdsExecutor(),
                around.timeout());
        build.questions().add(question);
        human.answer(question);
        return input.containsKey("submitterParameter") ? Human.NAME : null;
    }

    private void blocks() {
        steps.put("script", (arguments, body) -> body.get());
        steps.put("container", (arguments, body) -> around.inContainer(first(arguments), body));
        steps.put("timeout", (arguments, body) -> around.within(PipelineReader.duration(map(arguments)), body));
        steps.put("withEnv", (arguments, body) -> {
            Map<String, String> set = new TreeMap<>();
            for (Object pair : (List<?>) arguments.getFirst()) {
                String[] parts = pair.toString().split("=", 2);
                set.put(parts[0], parts[1]);
            }
            return around.with(set, body);
        });
        steps.put("withCredentials", (arguments, body) -> {
            Map<String, String> set = new TreeMap<>();
            for (Object binding : (List<?>) arguments.getFirst()) {
                set.putAll(credentials.bind((Map<?, ?>) binding, build));
            }
            return around.with(set, body);
        });
        steps.put("catchError", (arguments, body) -> {
            if (!"SUCCESS".equals(map(arguments).get("buildResult"))) {
                throw new PipelineSyntaxException("catchError that changes the build's result");
            }
            try {
                return body.get();
            } catch (StepFailure | Interruption e) {
                build.complaints().add(text(arguments, "message"));
                return null;
            }
        });
        steps.put("podTemplate", (arguments, body) -> {
            podYaml = text(arguments, "yaml");
            return body.get();
        });
        steps.put("node", (arguments, body) -> around.onPod(new Pod(podYaml, workspaces.empty()), "jnlp", body));
    }

    private void files() {
        steps.put("checkout", (arguments, body) -> Checkout.into(around.pod().workspace()));
        steps.put("readFile", (arguments, body) -> workspaces.read(around.pod(), first(arguments)));
        steps.put("readTrusted", (arguments, body) -> {
            try {
                return Files.readString(Checkout.ROOT.resolve(first(arguments)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        steps.put(
                "stash",
                (arguments, body) ->
                        workspaces.stash(around.pod(), text(arguments, "name"), text(arguments, "includes")));
        steps.put("unstash", (arguments, body) -> workspaces.unstash(around.pod(), first(arguments)));
        steps.put("archiveArtifacts", (arguments, body) -> {
            Map<String, String> found = found(arguments, "artifacts", "allowEmptyArchive");
            build.artifacts().putAll(found);
            return null;
        });
        steps.put("junit", (arguments, body) -> found(arguments, "testResults", "allowEmptyResults"));
    }

    private void simple() {
        steps.put("sh", (arguments, body) -> sh(first(arguments)));
        steps.put("echo", (arguments, body) -> null);
        steps.put("input", (arguments, body) -> ask(map(arguments)));
        for (String binding : List.of("string", "usernamePassword", "gitUsernamePassword")) {
            steps.put(binding, (arguments, body) -> {
                Map<Object, Object> kind = new HashMap<>(map(arguments));
                kind.put("kind", binding);
                return kind;
            });
        }
        steps.put("publishChecks", (arguments, body) -> {
            if (!"NEUTRAL".equals(map(arguments).get("conclusion"))) {
                throw new PipelineSyntaxException("a check that decides about the change");
            }
            return build.checks().put(text(arguments, "name"), text(arguments, "text"));
        });
        steps.put("culprits", (arguments, body) -> "culprits");
        steps.put("requestor", (arguments, body) -> "requestor");
        steps.put("emailext", (arguments, body) -> {
            if (!mailServerRuns) {
                throw new StepFailure("the mail server does not answer");
            }
            return build.mails().add(text(arguments, "subject") + "\n" + text(arguments, "body"));
        });
    }

    private @Nullable Object sh(String command) {
        Pod pod = around.pod();
        String container = around.container();
        Map<String, String> environment = around.variables();
        environment.putAll(tools.environment(pod.tools(container)));
        Shell.Outcome outcome = Shell.run(pod.workspace(), environment, List.of("sh", "-ec", command));
        build.commands().add(new Build.Command(around.stage(), container, command, outcome.exitCode(), outcome.all()));
        if (outcome.exitCode() != 0) {
            throw new StepFailure(command + " ended with " + outcome.exitCode());
        }
        return null;
    }

    private Map<String, String> found(List<Object> arguments, String patterns, String mayBeEmpty) {
        Map<String, String> found = workspaces.find(around.pod(), text(arguments, patterns));
        if (found.isEmpty() && !Boolean.TRUE.equals(map(arguments).get(mayBeEmpty))) {
            throw new StepFailure("no file is " + text(arguments, patterns));
        }
        return found;
    }

    private static Map<?, ?> map(List<Object> arguments) {
        return (Map<?, ?>) arguments.getFirst();
    }

    private static String first(List<Object> arguments) {
        return arguments.getFirst().toString();
    }

    private static String text(List<Object> arguments, String name) {
        return map(arguments).get(name).toString();
    }
}
