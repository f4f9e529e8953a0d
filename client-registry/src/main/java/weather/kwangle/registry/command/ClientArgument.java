package weather.kwangle.registry.command;

import picocli.CommandLine.Parameters;

/** Which client a command is about. */
final class ClientArgument {
    @Parameters(index = "0", paramLabel = "ID", description = "The app client's id.")
    private String id = "";

    /** @throws UsageException if it can be no id */
    String id() throws UsageException {
        Checks.clientId(id);
        return id;
    }
}
