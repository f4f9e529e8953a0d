package weather.kwangle.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that reads the first bytes of a request and then does to the connection what a test says. */
final class TcpStandIn implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    volatile Behaviour behaviour = Socket::close;

    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;

    @FunctionalInterface
    interface Behaviour {
        void onRequest(Socket socket) throws IOException;
    }

    TcpStandIn() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("tcp-stand-in").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try {
            if (socket.getInputStream().read() >= 0) {
                behaviour.onRequest(socket);
            }
        } catch (IOException e) {
            // The gateway gave up first.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
