package weather.kwangle.policy;

/** A part of a policy that can be pointed at. */
public sealed interface Part {

    /** The audience that tokens have to name. */
    record Audience() implements Part {}

    /** What an operation needs. */
    record OperationRule(Operation operation) implements Part {}

    /** A plan and its limits. */
    record PlanLimits(String name) implements Part {}

    /** What the policy says about one client. */
    record ClientEntry(String id) implements Part {}

    /** What a group widens the bound of a client by. */
    record ClientGroup(String id, String group) implements Part {}

    /** What becomes of clients that nobody knows. */
    record UnknownClient() implements Part {}

    /**
     * A refusal by hand.
     *
     * @param index its position in the list, from 0
     */
    record BreakGlassEntry(int index) implements Part {}
}
