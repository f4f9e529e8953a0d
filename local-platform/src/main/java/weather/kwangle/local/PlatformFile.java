package weather.kwangle.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import weather.kwangle.local.identity.LocalClient;
import weather.kwangle.local.identity.LocalClients;
import weather.kwangle.local.identity.LocalUser;
import weather.kwangle.local.identity.LocalUsers;

/** {@code platform.json}: where a running platform is, for programs. It is there only while all of it is up. */
final class PlatformFile {
    private final Path file;
    private boolean written;

    PlatformFile(Path file) {
        this.file = file;
    }

    /** The process id of the platform that the file tells of, if that one is still there. */
    Optional<Long> runningPlatform() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            long pid = JsonMapper.shared()
                    .readTree(Files.readString(file))
                    .path("pids")
                    .path("platform")
                    .asLong(0);
            // The number may have gone to another program since.
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().commandLine().orElse("").contains("local-platform"))
                    .map(ProcessHandle::pid);
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Takes away what a platform that was killed has left. */
    void removeLeftover() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writes it at once, so that no reader sees a half. */
    synchronized void write(Addresses addresses, Map<String, Long> pids) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(
                draft, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json(addresses, pids)));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = true;
    }

    /** Removes it if this run has written it. */
    synchronized void remove() throws IOException {
        if (written) {
            Files.deleteIfExists(file);
            written = false;
        }
    }

    private static ObjectNode json(Addresses addresses, Map<String, Long> pids) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("api", addresses.api().toString())
                .put("docs", addresses.docs().toString())
                .put("issuer", addresses.issuer())
                .put("tokenEndpoint", addresses.tokenEndpoint().toString())
                .put("authorizeEndpoint", addresses.authorizeEndpoint().toString())
                .put("gateway", addresses.gateway().toString())
                .put("weatherService", addresses.weatherService().toString())
                .put("dynamodb", addresses.dynamodb().toString());
        var clients = json.putArray("clients");
        for (LocalClient client : LocalClients.all()) {
            ObjectNode entry = clients.addObject().put("id", client.id());
            client.secret().ifPresent(secret -> entry.put("secret", secret));
            entry.put("plan", client.plan());
            var scopes = entry.putArray("scopes");
            client.scopes().forEach(scopes::add);
        }
        var users = json.putArray("users");
        for (LocalUser user : LocalUsers.all()) {
            users.addObject().put("username", user.username()).put("password", user.password());
        }
        ObjectNode processes = json.putObject("pids");
        pids.forEach(processes::put);
        return json;
    }

    /** Where everything is. */
    record Addresses(URI api, String issuer, URI identity, URI gateway, URI weatherService, URI dynamodb) {
        URI docs() {
            return api.resolve("/docs/");
        }

        URI tokenEndpoint() {
            return identity.resolve("/oauth2/token");
        }

        URI authorizeEndpoint() {
            return identity.resolve("/oauth2/authorize");
        }
    }
}
