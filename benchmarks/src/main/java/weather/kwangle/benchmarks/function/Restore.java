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
 * What SnapStart does to a function, without a snapshot: warm it, call its hooks before the checkpoint and after the
 * restore, and ask again. Run by itself: {@code Restore <file with events>}; writes nothing if the handler has no hooks.
 */
public final class Restore {
    private static final int WARM_REQUESTS = 500;

    private Restore() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        List<byte[]> events = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        // Decisions are logged there, and are not what is read from here.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        RequestStreamHandler handler = new AuthorizerHandler();
        Optional<Class<?>> resource = resource().filter(hooks -> hooks.isInstance(handler));
        if (resource.isEmpty()) {
            return;
        }
        long[] warm = new long[WARM_REQUESTS];
        for (int i = 0; i < warm.length; i++) {
            warm[i] = time(handler, events.get(i % events.size()));
        }
        long[] late = Arrays.copyOfRange(warm, WARM_REQUESTS / 2, WARM_REQUESTS);
        Arrays.sort(late);
        call(resource.get(), handler, "beforeCheckpoint");
        long restored = System.nanoTime();
        call(resource.get(), handler, "afterRestore");
        long first = System.nanoTime();
        time(handler, events.getFirst());
        long end = System.nanoTime();
        out.println("hook=" + (first - restored));
        out.println("first=" + (end - first));
        out.println("warm=" + late[late.length / 2]);
    }

    private static Optional<Class<?>> resource() {
        try {
            return Optional.of(Class.forName("org.crac.Resource"));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Both hooks take the context that they are registered with, which ours have no use for. */
    private static void call(Class<?> resource, Object handler, String hook) throws ReflectiveOperationException {
        for (Method method : resource.getMethods()) {
            if (method.getName().equals(hook)) {
                method.invoke(handler, new Object[] {null});
                return;
            }
        }
        throw new NoSuchMethodException(resource.getName() + "." + hook);
    }

    private static long time(RequestStreamHandler handler, byte[] event) throws IOException {
        long start = System.nanoTime();
        handler.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), new NoContext());
        return System.nanoTime() - start;
    }
}
