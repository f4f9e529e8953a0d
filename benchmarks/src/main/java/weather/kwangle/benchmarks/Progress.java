package weather.kwangle.benchmarks;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Tells on standard error what is being measured: one line that changes on a terminal, a line for each part elsewhere. */
public final class Progress {
    private final PrintStream out;
    private final boolean isTerminal;
    private final long start = System.nanoTime();
    private String part = "";

    public Progress(PrintStream out) {
        this.out = out;
        this.isTerminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * Says that a step begins.
     *
     * @param name the part of the whole
     * @param done how many steps of it have ended
     * @param all how many there are
     * @param now the step that begins
     */
    public void step(String name, int done, int all, String now) {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        if (isTerminal) {
            out.printf("\r\033[K%3d s  %s %d/%d  %s", seconds, name, done + 1, all, now);
            out.flush();
        } else if (!name.equals(part)) {
            out.printf("%3d s  %s, %d steps%n", seconds, name, all);
        }
        part = name;
    }

    public void end() {
        if (isTerminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
