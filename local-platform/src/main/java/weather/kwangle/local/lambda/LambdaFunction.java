package weather.kwangle.local.lambda;

/** A function that can be invoked, synchronously. */
@FunctionalInterface
public interface LambdaFunction {
    /**
     * Invokes it with one event and waits for the outcome, which comes within a bounded time.
     *
     * @param event the event, JSON
     */
    InvocationOutcome invoke(String event);
}
