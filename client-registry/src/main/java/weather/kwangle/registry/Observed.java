package weather.kwangle.registry;

import java.util.Optional;
import weather.kwangle.quota.RegistryEntry;

/**
 * What stands of a client before a command.
 *
 * @param entry what the table says
 * @param key its API key; empty where there is no API Gateway
 */
public record Observed(RegistryEntry entry, Optional<KeyState> key) {}
