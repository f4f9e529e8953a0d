package weather.kwangle.pipeline.jenkins;

import groovy.lang.Closure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weather.kwangle.pipeline.Checkout;

/**
 * Runs stages in the order in which Jenkins does: options, then input, then agent, then `when`, unless a `when` says
 * earlier; environment; steps or stages; and `post` in the same agent. After a failure the rest is skipped.
 */
final class StageRunner {

    private final Steps steps;
    private final StepLibrary library;
    private final Surroundings around;
    private final Build build;
    private final String branch;

    StageRunner(Steps steps, StepLibrary library, Surroundings around, Build build, String branch) {
        this.steps = steps;
        this.library = library;
        this.around = around;
        this.build = build;
        this.branch = branch;
    }

    void run(Pipeline pipeline) {
        steps.withEnvironment(pipeline.environment(), () -> {
            pipeline.stages().forEach(this::run);
            around.inStage("post", () -> post(pipeline.post()));
        });
    }

    private void run(Stage stage) {
        if (!build.result().equals("SUCCESS")) {
            skip(stage);
            return;
        }
        around.inStage(stage.name(), () -> recorded(() -> inOptions(stage)));
    }

    private @Nullable Object inOptions(Stage stage) {
        return stage.timeout().isPresent()
                ? around.within(stage.timeout().get(), () -> afterOptions(stage))
                : afterOptions(stage);
    }

    private @Nullable Object afterOptions(Stage stage) {
        if (isSkipped(stage, stage.when().filter(Stage.When::beforeInput))) {
            return null;
        }
        stage.input()
                .ifPresent(input -> library.ask(Map.of("message", input.message(), "submitter", input.submitter())));
        if (isSkipped(stage, stage.when().filter(Stage.When::beforeAgent))) {
            return null;
        }
        if (stage.agent().isEmpty()) {
            return inAgent(stage);
        }
        Stage.Agent agent = stage.agent().get();
        return around.onPod(library.pod(yaml(agent.yamlFile())), agent.defaultContainer(), () -> inAgent(stage));
    }

    private @Nullable Object inAgent(Stage stage) {
        if (isSkipped(stage, stage.when())) {
            return null;
        }
        build.ranStages().add(stage.name());
        Runnable work = () -> {
            recorded(() -> {
                stage.steps().ifPresent(steps::run);
                stage.stages().forEach(this::run);
                return null;
            });
            post(stage.post());
        };
        stage.environment().ifPresentOrElse(environment -> steps.withEnvironment(environment, work), work);
        return null;
    }

    /** Whatever ends the body ends the build with it, and is not thrown further. */
    private @Nullable Object recorded(Supplier<@Nullable Object> body) {
        try {
            return body.get();
        } catch (StepFailure e) {
            build.endsAs("FAILURE");
        } catch (Interruption e) {
            build.endsAs("ABORTED");
        }
        return null;
    }

    private boolean isSkipped(Stage stage, Optional<Stage.When> when) {
        boolean skipped = when.isPresent() && !when.get().branch().equals(branch);
        if (skipped) {
            skip(stage);
        }
        return skipped;
    }

    private void skip(Stage stage) {
        stage.withNested().map(Stage::name).forEach(build.skippedStages()::add);
    }

    private @Nullable Object post(Map<String, Closure<?>> post) {
        post.forEach((condition, body) -> {
            boolean holds = switch (condition) {
                case "always" -> true;
                case "unsuccessful" -> !build.result().equals("SUCCESS");
                default -> build.result().equalsIgnoreCase(condition);
            };
            if (holds) {
                recorded(() -> steps.run(body));
            }
        });
        return null;
    }

    private static String yaml(String file) {
        try {
            return Files.readString(Checkout.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
