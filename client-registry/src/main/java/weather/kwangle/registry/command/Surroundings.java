package weather.kwangle.registry.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.registry.Step;

/**
 * What a command finds around it.
 *
 * @param err where it says which table it is about
 * @param variables of the process
 * @param connect opens a destination
 */
record Surroundings(
        Desk desk, PrintWriter err, Map<String, String> variables, Function<Destination, Connections> connect) {

    /** Something to think of, which is not in the way. */
    void note(String remark) {
        err.println("note: " + remark);
    }

    /** That a client has a plan and is not let in, if it is so. */
    void noteSuspension(String id, RegistryEntry entry) {
        if (entry.suspendedAt(desk.clock().instant())) {
            note("%s stays %s; to let it in, use: client resume %s --by WHO".formatted(id, Step.status(entry), id));
        }
    }
}
