package weather.kwangle.registry;

import java.util.Set;

/**
 * How a client's API key stands.
 *
 * @param exists whether there is one
 * @param joined the plans in whose usage plan it is; API Gateway allows one a stage
 * @param deployed the plans that have a usage plan at all
 */
public record KeyState(boolean exists, Set<String> joined, Set<String> deployed) {
    public KeyState {
        joined = Set.copyOf(joined);
        deployed = Set.copyOf(deployed);
    }
}
