package weather.kwangle.authorizer.jwks;

import java.io.IOException;

/** Gets the bytes of the key set. */
interface KeySetFetcher {

    /**
     * One attempt.
     *
     * @throws IOException if there is no answer in time, or another than the key set; the message says which
     */
    byte[] fetch() throws IOException;
}
