package weather.kwangle.dynamodblocal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A TCP proxy on the loopback address that can delay, swallow and break off what passes. */
public final class FaultProxy implements AutoCloseable {

    /** What happens to bytes and connections. */
    public enum Fault {
        NONE,
        /** Each answer comes 50 ms later. */
        SLOW,
        /** Connections are accepted, and nothing comes through. */
        SILENT,
        /** Connections are reset, new ones at once, others with their next byte. */
        RESET,
        /** Requests pass, and then the connection ends instead of an answer. */
        ANSWER_LOST
    }

    private static final Duration SLOWNESS = Duration.ofMillis(50);
    private static final int BUFFER = 16_384;

    private final ServerSocket socket;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;

    public FaultProxy(URI target) throws IOException {
        this.target = target;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public void set(Fault next) {
        fault = next;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (fault == Fault.RESET) {
                    reset(client);
                } else {
                    open.add(client);
                    Socket server = new Socket(target.getHost(), target.getPort());
                    open.add(server);
                    Thread.ofVirtual().start(() -> pump(client, server, false));
                    Thread.ofVirtual().start(() -> pump(server, client, true));
                }
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            int read = in.read(buffer);
            while (read >= 0) {
                switch (fault) {
                    case NONE -> out.write(buffer, 0, read);
                    case SLOW -> {
                        if (answers && closed.await(SLOWNESS.toMillis(), TimeUnit.MILLISECONDS)) {
                            return;
                        }
                        out.write(buffer, 0, read);
                    }
                    case SILENT -> {
                        // The bytes are gone.
                    }
                    case RESET -> {
                        reset(from);
                        reset(to);
                        return;
                    }
                    case ANSWER_LOST -> {
                        if (answers) {
                            return;
                        }
                        out.write(buffer, 0, read);
                    }
                }
                out.flush();
                read = in.read(buffer);
            }
        } catch (IOException ended) {
            // One side has closed, and so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }
}
