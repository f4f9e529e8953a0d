package weather.kwangle.benchmarks.process;

import java.nio.file.Path;
import weather.kwangle.local.lambda.InvocationOutcome;

/** A function gave no good answer, so that its time means nothing. */
final class UnexpectedAnswerException extends IllegalStateException {
    UnexpectedAnswerException(String name, InvocationOutcome outcome, Path log) {
        super("%s answered %s; its log is %s".formatted(name, outcome, log));
    }
}
