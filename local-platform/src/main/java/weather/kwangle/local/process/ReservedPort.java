package weather.kwangle.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A loopback port for a part that is about to start, chosen before it starts so that the others can be told.
 *
 * <p>The kernel may hand a port that was merely bound and released to someone else. One connection, closed first on the
 * listening side, leaves the port in TIME_WAIT: for a minute the kernel then picks it for nobody, while a server that
 * names it may still listen there (SO_REUSEADDR, which Java's servers set on Linux and macOS).
 */
public final class ReservedPort {
    private ReservedPort() {}

    /**
     * Picks a free port of 127.0.0.1.
     *
     * @return 1 to 65535
     * @throws IOException if the machine has none left
     */
    public static int take() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (var listening = new ServerSocket()) {
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(loopback, 0), 1);
            int port = listening.getLocalPort();
            try (var connecting = new Socket(loopback, port)) {
                listening.accept().close();
                // End of stream says that the other side has closed first.
                if (connecting.getInputStream().read() != -1) {
                    throw new IOException("a reserved port was written to");
                }
            }
            return port;
        }
    }
}
