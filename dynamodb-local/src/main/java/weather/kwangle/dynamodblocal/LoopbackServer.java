package weather.kwangle.dynamodblocal;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * What runs in the child process: DynamoDB Local in memory, as its own {@code ServerRunner -inMemory -sharedDb
 * -disableTelemetry} sets it up, with two differences. It listens on the loopback address alone, where the original
 * listens on every address of the machine, and it takes a port that the system hands out, so that no two can collide.
 */
final class LoopbackServer {

    /** sqlite4java reports each connection at INFO; the reference is kept because loggers are held weakly. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private LoopbackServer() {}

    /**
     * Serves until the process is ended or the process that started it is gone.
     *
     * @param args the folder that starter and server share
     */
    public static void main(String[] args) throws Exception {
        SQLITE.setLevel(Level.WARNING);
        var scratch = new Scratch(Path.of(args[0]));
        endWithParent(scratch);

        var database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        var server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(database, null), "/"));
        server.start();
        announce(((ServerConnector) server.getConnectors()[0]).getLocalPort(), scratch.portFile());
    }

    /** Readers see the whole port or no file. */
    private static void announce(int port, Path file) throws IOException {
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), Integer.toString(port));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A test run that is killed must not leave a database or its folder behind. */
    private static void endWithParent(Scratch scratch) {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.ofPlatform()
                        .daemon()
                        .name("end-with-parent")
                        .start(() -> {
                            parent.onExit().join();
                            scratch.delete();
                            Runtime.getRuntime().halt(0);
                        }));
    }
}
