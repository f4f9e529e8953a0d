package weather.kwangle.chart.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Service's address as kube-proxy keeps it: each new connection goes to one of the endpoints, an existing one stays where
 * it is, even after its endpoint was taken out.
 */
final class ClusterIp implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Pod> endpoints;

    ClusterIp(Pod... endpoints) throws IOException {
        this.endpoints = List.of(endpoints);
        connections.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void endpoints(Pod... now) {
        endpoints = List.of(now);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                List<Pod> now = endpoints;
                Pod pod = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
                Socket backend = new Socket(InetAddress.getLoopbackAddress(), pod.port());
                connections.execute(() -> pass(client, backend));
                connections.execute(() -> pass(backend, client));
            }
        } catch (IOException closed) {
            // The test is over, or a pod that should listen does not: the client sees that.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException gone) {
            // One side is gone, and with it the connection.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.shutdownNow();
    }
}
