package weather.kwangle.authorizer.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One GET over the JDK's URL connection, which the SDK's client has loaded anyway. It has no limit for a whole exchange,
 * only one for each read: a server that drips bytes would hold it for ever. So the exchange runs on a thread of its own
 * and is cut off at the deadline. Redirects are not followed and proxies not asked.
 */
public final class BoundedGet {
    private final URI uri;
    private final Duration timeout;
    private final int maxBytes;
    private final String purpose;

    /** What the server answered. */
    public static final class Answer {
        private final byte[] body;
        private final HttpURLConnection connection;

        private Answer(byte[] body, HttpURLConnection connection) {
            this.body = body;
            this.connection = connection;
        }

        /** The body; of one that is too long the first bytes, one more than are allowed. Nobody else has the array. */
        public byte[] body() {
            return body;
        }

        /** A field of the header, whatever the case of its name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(connection.getHeaderField(name));
        }
    }

    /**
     * @param timeout for the exchange as a whole
     * @param maxBytes how long a body may be
     * @param purpose names the threads
     */
    public BoundedGet(URI uri, Duration timeout, int maxBytes, String purpose) {
        this.uri = uri;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.purpose = purpose;
    }

    /**
     * One attempt.
     *
     * @throws IOException if there is no answer in time, or another than 200; the message says which
     */
    public Answer get() throws IOException {
        HttpURLConnection connection = open();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name(purpose + "-fetch").start(() -> exchange(connection, answer));
        try {
            return new Answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS), connection);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(message(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(false);
            // Not here: closing waits for a lock that the reader of a dripping body hardly ever leaves.
            Thread.ofVirtual().name(purpose + "-close").start(connection::disconnect);
        }
    }

    private HttpURLConnection open() throws IOException {
        if (!(uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException("not an HTTP address");
        }
        connection.setInstanceFollowRedirects(false);
        // The deadline is the caller's; these end the thread that is left behind.
        connection.setConnectTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setReadTimeout(Math.toIntExact(timeout.toMillis()));
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    private void exchange(HttpURLConnection connection, CompletableFuture<byte[]> answer) {
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + status + " instead of 200");
            }
            try (InputStream body = connection.getInputStream()) {
                answer.complete(read(body, answer));
            }
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** All of it, unless nobody waits for it any more. */
    private byte[] read(InputStream body, Future<byte[]> answer) throws IOException {
        byte[] bytes = new byte[maxBytes + 1];
        int length = 0;
        int more = body.read(bytes);
        while (more > 0 && !answer.isCancelled()) {
            length += more;
            more = body.read(bytes, length, bytes.length - length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
