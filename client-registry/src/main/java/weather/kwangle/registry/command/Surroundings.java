package weather.kwangle.registry.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import weather.kwangle.policy.command.Desk;

/**
 * What a command finds around it.
 *
 * @param err where it says which table it is about
 * @param variables of the process
 * @param connect opens a destination
 */
record Surroundings(
        Desk desk, PrintWriter err, Map<String, String> variables, Function<Destination, Connections> connect) {}
