package weather.kwangle.local.lambda;

import java.time.Duration;

/** How one invocation ended. */
public sealed interface InvocationOutcome {
    /**
     * The handler returned.
     *
     * @param payload its result, JSON
     */
    record Returned(String payload) implements InvocationOutcome {}

    /**
     * The handler threw, or its process died.
     *
     * @param errorType the error's class name, or a name of Lambda's own such as {@code Runtime.ExitError}
     * @param errorMessage what it said, possibly empty
     */
    record Failed(String errorType, String errorMessage) implements InvocationOutcome {}

    /**
     * The handler took longer than the function may; its environment is gone.
     *
     * @param limit the function's timeout
     */
    record TimedOut(Duration limit) implements InvocationOutcome {}

    /**
     * No environment could take the event.
     *
     * @param reason one sentence
     */
    record Unavailable(String reason) implements InvocationOutcome {}
}
