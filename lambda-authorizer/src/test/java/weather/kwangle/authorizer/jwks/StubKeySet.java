package weather.kwangle.authorizer.jwks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.authorizer.token.TokenForge;

/** An issuer's key set without a network: it can change, fail, and counts who asks. */
public final class StubKeySet {
    private final AtomicInteger fetches = new AtomicInteger();
    private final Semaphore fetched = new Semaphore(0);
    private volatile Optional<String> body = Optional.empty();

    /** An issuer with these keys. */
    public static StubKeySet of(List<Map<String, Object>> keys) {
        StubKeySet set = new StubKeySet();
        set.serve(keys);
        return set;
    }

    public void serve(List<Map<String, Object>> keys) {
        body = Optional.of(TokenForge.keySet(keys));
    }

    public void serveText(String text) {
        body = Optional.of(text);
    }

    public void fail() {
        body = Optional.empty();
    }

    public int fetches() {
        return fetches.get();
    }

    /** Waits until it has been asked so often, from the start. */
    public boolean awaitFetches(int times) throws InterruptedException {
        return fetched.tryAcquire(times, 10, TimeUnit.SECONDS);
    }

    public RefreshingKeySource source(Clock clock) {
        return new RefreshingKeySource(this::fetch, clock);
    }

    private byte[] fetch() throws IOException {
        fetches.incrementAndGet();
        fetched.release();
        return body.orElseThrow(() -> new IOException("connection refused")).getBytes(StandardCharsets.UTF_8);
    }
}
