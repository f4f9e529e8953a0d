package weather.kwangle.authorizer.policy;

import java.io.PrintStream;
import java.time.Clock;

/** Deliveries for tests. */
public final class Deliveries {
    private Deliveries() {}

    /** Reads on the thread that asks, so that what is due is read when it returns. */
    public static DeliveredPolicies onOneThread(DeliverySettings settings, PrintStream log, Clock clock) {
        return new DeliveredPolicies(settings, log, clock, Runnable::run);
    }
}
