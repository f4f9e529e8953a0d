package weather.kwangle.registry;

import java.time.Instant;
import java.util.Optional;

/** What an operator wants of one client. */
public sealed interface Wish {

    /** The id of the app client that tokens name. */
    String clientId();

    /** That it is a client, with a plan. */
    record Add(String clientId, String plan) implements Wish {}

    /** That it has another plan. */
    record ChangePlan(String clientId, String plan) implements Wish {}

    /**
     * That it is shut out.
     *
     * @param until when that ends by itself; empty if it does not
     */
    record Suspend(String clientId, String by, String why, Optional<Instant> until) implements Wish {}

    /** That it is let in again. */
    record Resume(String clientId, String by) implements Wish {}
}
