package weather.kwangle.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A function whose event says how it should behave. */
public final class SampleHandler {
    private final AtomicInteger running = new AtomicInteger();

    public SampleHandler() {
        if ("yes".equals(System.getenv("FAIL_TO_INITIALISE"))) {
            throw new IllegalStateException("no policy to read");
        }
    }

    /** The runtime calls it by name. */
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) throws InterruptedException {
        if (running.incrementAndGet() != 1) {
            throw new IllegalStateException("two events at once");
        }
        try {
            return switch ((String) event.get("behave")) {
                case "throw" -> throw new IllegalArgumentException((String) event.get("message"));
                case "exit" -> {
                    Runtime.getRuntime().halt(3);
                    throw new AssertionError();
                }
                case "hang" -> {
                    new CountDownLatch(1).await();
                    throw new AssertionError();
                }
                default ->
                    Map.of(
                            "pid", ProcessHandle.current().pid(),
                            "requestId", context.getAwsRequestId(),
                            "functionArn", context.getInvokedFunctionArn(),
                            "remainingMillis", context.getRemainingTimeInMillis(),
                            "temporaryFolder", System.getProperty("java.io.tmpdir"),
                            "plan", System.getenv("PLAN"));
            };
        } finally {
            running.decrementAndGet();
        }
    }
}
