package weather.kwangle.local.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A running part. */
public final class Child {
    /** Enough of a log's end to see why a part died. */
    private static final int TAIL_BYTES = 16 * 1024;

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Path log;

    /**
     * @param name the part's name
     * @param process the process, whose standard input is a pipe to this process
     * @param log the file that gets its output
     */
    public Child(String name, Process process, Path log) {
        this.name = requireNonNull(name, "name");
        this.process = requireNonNull(process, "process");
        this.log = requireNonNull(log, "log");
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The file that gets its output. */
    public Path log() {
        return log;
    }

    /** Whether it ended within the given time. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout);
    }

    /** Completes with the exit code when the process ends, however it ends. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Asks the process to end (SIGTERM) and kills it when it has not obeyed in time. Does nothing to a dead one.
     *
     * @param grace how long it may take
     */
    public void stop(Duration grace) {
        // Not Process.destroy(): that closes standard input too, and the lifeline would halt the process at once.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(grace)) {
                process.destroyForcibly().waitFor(KILL_TIMEOUT);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The end of its log.
     *
     * @param lines how many lines at the most, from 1
     */
    public List<String> lastLines(int lines) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(start);
            var tail = new byte[(int) (file.length() - start)];
            file.readFully(tail);
            List<String> all = new String(tail, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
