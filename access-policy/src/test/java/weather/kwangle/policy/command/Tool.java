package weather.kwangle.policy.command;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Runs the tool in this process, at a time of its own. */
final class Tool {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    private final Path root;
    private final Path directory;
    private final Paint paint;

    /** What a run printed, and its exit code. */
    record Run(int code, String out, String err) {}

    private Tool(Path root, Path directory, Paint paint) {
        this.root = root;
        this.directory = directory;
        this.paint = paint;
    }

    /** Of this project, elsewhere. */
    static Tool in(Path directory) {
        return new Tool(ROOT, directory, Paint.NONE);
    }

    /** Of the project that is there. */
    static Tool of(Path directory) {
        return new Tool(directory, directory, Paint.NONE);
    }

    Tool onATerminal() {
        return new Tool(root, directory, Paint.ANSI);
    }

    Run run(String... arguments) {
        return runWith("", arguments);
    }

    Run runWith(String input, String... arguments) {
        return runWith(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    Run runWith(byte[] input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Desk desk = new Desk(root, directory, new ByteArrayInputStream(input), new PrintWriter(out), paint, CLOCK);
        int code = PolicyTool.run(desk, new PrintWriter(err), arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
