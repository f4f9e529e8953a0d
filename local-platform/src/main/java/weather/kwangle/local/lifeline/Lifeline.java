package weather.kwangle.local.lifeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that ties a process to the one that started it: the starter holds the only write end of this process's
 * standard input, so end of file there means that the starter is gone, however it died. The process then halts at once.
 *
 * <p>It also leaves Ctrl-C to the starter. A terminal sends SIGINT to every process of the foreground group, and parts
 * that stop by themselves would not stop in order.
 */
public final class Lifeline {
    /** The exit code of a process whose starter is gone; a shell's way to say "hung up" (128 + SIGHUP). */
    static final int STARTER_IS_GONE = 129;

    private Lifeline() {}

    /**
     * The agent's entry point (java.lang.instrument).
     *
     * @param arguments none are taken
     */
    public static void premain(@Nullable String arguments) {
        ignoreInterrupts();
        Thread.ofPlatform().daemon().name("lifeline").start(() -> haltAtEndOf(System.in));
    }

    private static void haltAtEndOf(InputStream starter) {
        try {
            starter.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe tells the same as its end.
        }
        Runtime.getRuntime().halt(STARTER_IS_GONE);
    }

    /** By reflection: javac warns of sun.misc.Signal in a way that cannot be silenced. */
    private static void ignoreInterrupts() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object ignore = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | NoSuchFieldException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            System.err.println("lifeline: Ctrl-C stops this process out of order: " + e);
        }
    }
}
