package weather.kwangle.benchmarks.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import weather.kwangle.authorizer.AuthorizerHandler;

/**
 * What SnapStart does to a function, without a snapshot: warm it, have the runtime's client call the hooks before the
 * checkpoint and after the restore, and ask again. Run by itself: {@code Restore <file with events> <file with events of
 * clients that come once> <the client's native library>}; writes nothing if the function has no hooks.
 *
 * <p>A restored function knows nobody, so its first request reads the client's entry and takes a lease. What it may cost is
 * twice what a warm function needs for a client that it does not know, which does the same.
 */
public final class Restore {
    private static final String RUNTIME = "com.amazonaws.services.lambda.crac.";
    private static final int WARM_REQUESTS = 500;

    private Restore() {}

    @SuppressWarnings("restricted") // the library is the runtime's own
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        List<byte[]> events = read(arguments[0]);
        List<byte[]> strangers = read(arguments[1]);
        // Decisions are logged there, and are not what is read from here.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        RequestStreamHandler handler = new AuthorizerHandler();
        Optional<Object> hooks = hooks();
        if (hooks.isEmpty()) {
            return;
        }
        for (int i = 0; i < WARM_REQUESTS; i++) {
            time(handler, events.get(i % events.size()));
        }
        long warm = median(handler, events);
        long stranger = median(handler, strangers.subList(1, strangers.size()));
        // The client's own share of the hooks is in it.
        System.load(arguments[2]);
        call(hooks.get(), "beforeCheckpoint");
        long restored = System.nanoTime();
        call(hooks.get(), "afterRestore");
        long first = System.nanoTime();
        time(handler, strangers.getFirst());
        long end = System.nanoTime();
        out.println("hook=" + (first - restored));
        out.println("first=" + (end - first));
        out.println("warm=" + warm);
        out.println("stranger=" + stranger);
    }

    private static List<byte[]> read(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static long median(RequestStreamHandler handler, List<byte[]> events) throws IOException {
        long[] times = new long[events.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = time(handler, events.get(i));
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    /** All that the function has registered, as the runtime's client sees it; the API comes with the function. */
    private static Optional<Object> hooks() throws ReflectiveOperationException {
        try {
            Class.forName("org.crac.Core");
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
        return Optional.of(
                Class.forName(RUNTIME + "Core").getMethod("getGlobalContext").invoke(null));
    }

    /** Both take the context that they are registered with, which ours have no use for. */
    private static void call(Object hooks, String name) throws ReflectiveOperationException {
        Method hook = Class.forName(RUNTIME + "Resource").getMethod(name, Class.forName(RUNTIME + "Context"));
        hook.invoke(hooks, new Object[] {null});
    }

    private static long time(RequestStreamHandler handler, byte[] event) throws IOException {
        long start = System.nanoTime();
        handler.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), new NoContext());
        return System.nanoTime() - start;
    }
}
