package weather.kwangle.authorizer.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source without a network: it can change, fail, hang, and counts who reads. */
final class StubSource implements DocumentSource {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger mostReaders = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private volatile byte @Nullable [] bytes;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Runnable during = () -> {};
    private volatile String revision = "";
    private volatile boolean isFile;

    StubSource serve(String text) {
        return serve(text.getBytes(StandardCharsets.UTF_8));
    }

    StubSource serve(byte[] content) {
        bytes = content.clone();
        return this;
    }

    StubSource asRevision(String name) {
        revision = name;
        return this;
    }

    /** From now on somebody may be writing it while it is read. */
    StubSource asFile() {
        isFile = true;
        return this;
    }

    void fail() {
        bytes = null;
    }

    /** Readings that begin from now on end only after this is counted down. */
    CountDownLatch hang() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** What happens while it is read the next time. */
    void during(Runnable what) {
        during = what;
    }

    int reads() {
        return reads.get();
    }

    int mostReadersAtOnce() {
        return mostReaders.get();
    }

    /** Waits until so many readings more than it was asked for before have begun. */
    boolean awaitBegun(int times) throws InterruptedException {
        return begun.tryAcquire(times, 10, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public int maxBytes() {
        return 2_000;
    }

    @Override
    public boolean mayBeHalfWritten() {
        return isFile;
    }

    @Override
    public Document read() throws IOException {
        reads.incrementAndGet();
        mostReaders.accumulateAndGet(readers.incrementAndGet(), Math::max);
        begun.release();
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IOException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            readers.decrementAndGet();
        }
        Runnable happening = during;
        during = () -> {};
        happening.run();
        byte[] content = bytes;
        if (content == null) {
            throw new IOException("connection refused");
        }
        return new Document(content, revision);
    }
}
