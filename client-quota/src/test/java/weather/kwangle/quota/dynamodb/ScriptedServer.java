package weather.kwangle.quota.dynamodb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP/1.1 server on a real socket that treats each request as a script says, and counts them. */
final class ScriptedServer implements AutoCloseable {

    /** What to do with a request that was read to its end. */
    enum Reply {
        /** An empty item, on a connection that stays open. */
        ANSWER,
        /** Nothing, for longer than any client should wait. */
        HANG,
        /** The connection ends without a byte. */
        LOSE,
        /** A byte of the head every 20 ms, for as long. */
        DRIP,
        /** DynamoDB's way to say that the table takes no more. */
        THROTTLE,
        /** A failure inside DynamoDB. */
        FAIL
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CONTENT = "application/x-amz-json-1.0";
    private static final String THROTTLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\",\"message\":\"slow down\"}";

    private final ServerSocket socket;
    private final Reply[] script;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param script for the first, second, … request; the last one repeats */
    ScriptedServer(Reply... script) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script.clone();
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (readRequest(in)) {
                Reply reply = script[Math.min(requests.getAndIncrement(), script.length - 1)];
                switch (reply) {
                    case ANSWER -> answer(out, "200 OK", "{}");
                    case THROTTLE -> answer(out, "400 Bad Request", THROTTLED);
                    case FAIL -> answer(out, "500 Internal Server Error", "{}");
                    case HANG -> closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    case DRIP -> drip(out);
                    case LOSE -> {
                        return;
                    }
                }
            }
        } catch (SocketException clientGone) {
            // The client has given up, which is what the test is about.
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        String line = readLine(in);
        if (line.isEmpty()) {
            return false;
        }
        while (!line.isEmpty()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).trim());
            }
            line = readLine(in);
        }
        return in.readNBytes(length).length == length;
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        int character = in.read();
        while (character >= 0 && character != '\n') {
            line.append((char) character);
            character = in.read();
        }
        return line.toString().trim();
    }

    private static void answer(OutputStream out, String status, String body) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + CONTENT + "\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void drip(OutputStream out) throws IOException, InterruptedException {
        out.write("HTTP/1.1 200 OK\r\nX-Padding: ".getBytes(StandardCharsets.US_ASCII));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0 && !closed.await(20, TimeUnit.MILLISECONDS)) {
            out.write('x');
            out.flush();
        }
    }
}
