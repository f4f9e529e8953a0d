package weather.kwangle.authorizer.policy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import weather.kwangle.authorizer.http.BoundedGet;
import weather.kwangle.policy.compile.CompiledPolicy;

/**
 * A configuration of AWS AppConfig, from its Lambda extension (AppConfig user guide, "Using AWS AppConfig Agent with AWS
 * Lambda"). The extension answers from its own memory and asks AWS by itself.
 */
final class ExtensionSource implements DocumentSource {
    /** It is on this machine and has the document in memory. */
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final String VERSION_FIELD = "Configuration-Version";
    private static final int MAX_REVISION = 128;

    private final URI address;
    private final BoundedGet get;

    ExtensionSource(URI address) {
        this(address, TIMEOUT);
    }

    ExtensionSource(URI address, Duration timeout) {
        this.address = address;
        this.get = new BoundedGet(address, timeout, CompiledPolicy.MAX_BYTES, "policy");
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public int maxBytes() {
        return CompiledPolicy.MAX_BYTES;
    }

    @Override
    public boolean mayBeHalfWritten() {
        return false;
    }

    @Override
    public Document read() throws IOException {
        BoundedGet.Answer answer = get.get();
        String revision = answer.header(VERSION_FIELD).orElse("");
        return new Document(
                answer.body(), revision.length() <= MAX_REVISION ? revision : revision.substring(0, MAX_REVISION));
    }
}
