package weather.kwangle.authorizer.jwks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One GET over the JDK's URL connection, which the SDK's client has loaded anyway. It has no limit for a whole exchange,
 * only one for each read: a server that drips bytes would hold it for ever. So the exchange runs on a thread of its own
 * and is cut off at the deadline.
 */
final class HttpKeySetFetcher implements KeySetFetcher {
    /** A Cognito key set has two keys in about 1 KB. */
    static final int MAX_BYTES = 256 * 1024;

    private final URI uri;
    private final Duration timeout;

    HttpKeySetFetcher(URI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
    }

    @Override
    public byte[] fetch() throws IOException {
        HttpURLConnection connection = open();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("jwks-fetch").start(() -> exchange(connection, answer));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
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
            Thread.ofVirtual().name("jwks-close").start(connection::disconnect);
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

    private static void exchange(HttpURLConnection connection, CompletableFuture<byte[]> answer) {
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
    private static byte[] read(InputStream body, Future<byte[]> answer) throws IOException {
        byte[] bytes = new byte[MAX_BYTES + 1];
        int length = 0;
        int more = body.read(bytes);
        while (more > 0 && !answer.isCancelled()) {
            length += more;
            more = body.read(bytes, length, bytes.length - length);
        }
        if (length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return Arrays.copyOf(bytes, length);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
