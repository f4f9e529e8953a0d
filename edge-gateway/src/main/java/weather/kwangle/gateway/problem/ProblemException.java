package weather.kwangle.gateway.problem;

import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. Expected and cheap, so it has no stack trace of its own. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.title(), cause, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
