package weather.kwangle.authorizer.jwks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import weather.kwangle.authorizer.http.BoundedGet;

/** The key set over HTTP. */
final class HttpKeySetFetcher implements KeySetFetcher {
    /** A Cognito key set has two keys in about 1 KB. */
    static final int MAX_BYTES = 256 * 1024;

    private final BoundedGet get;

    HttpKeySetFetcher(URI uri, Duration timeout) {
        this.get = new BoundedGet(uri, timeout, MAX_BYTES, "jwks");
    }

    @Override
    public byte[] fetch() throws IOException {
        byte[] body = get.get().body();
        if (body.length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return body;
    }
}
