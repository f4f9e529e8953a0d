package weather.kwangle.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until a part answers over HTTP. */
public final class Readiness implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(PROBE_TIMEOUT)
            .build();

    /**
     * Returns when a GET is answered with 200.
     *
     * @param child the part that should answer
     * @param probe the address to ask
     * @param timeout how long to try
     * @throws PartFailedException if the part ends or does not answer in time
     */
    public void await(Child child, URI probe, Duration timeout) throws PartFailedException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!answers(probe)) {
            if (child.awaitEnd(POLL)) {
                throw PartFailedException.ended(child, child.onExit().join());
            }
            if (System.nanoTime() - deadline >= 0) {
                throw PartFailedException.silent(child, probe, timeout);
            }
        }
    }

    private boolean answers(URI probe) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(probe).timeout(PROBE_TIMEOUT).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
