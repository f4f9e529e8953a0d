package weather.kwangle.quota;

import java.util.Optional;

/** What became of reading a registry entry. */
public sealed interface RegistryReading {

    /** The entry; empty if nothing is written down. */
    record Found(Optional<RegistryEntry> entry) implements RegistryReading {}

    /** The table is there, but it will not answer this or has what cannot be read. */
    record Declined(LedgerUnavailableException failure) implements RegistryReading {}

    /** No answer in time: the table may be away. */
    record Unanswered(LedgerUnavailableException failure) implements RegistryReading {}
}
