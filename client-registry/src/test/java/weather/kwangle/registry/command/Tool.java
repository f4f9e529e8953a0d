package weather.kwangle.registry.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import weather.kwangle.policy.command.Desk;
import weather.kwangle.policy.command.Paint;

/** Runs the tool in this process, with the shipped policy, at a time of its own. */
final class Tool {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final Path root;
    private final Map<String, String> variables;
    private final Function<Destination, Connections> connect;

    /** What a run printed, and its exit code. */
    record Run(int code, String out, String err) {}

    private Tool(Path root, Map<String, String> variables, Function<Destination, Connections> connect) {
        this.root = root;
        this.variables = variables;
        this.connect = connect;
    }

    /** On a table of the shared DynamoDB Local. */
    static Tool on(String table) {
        return new Tool(
                ROOT,
                Map.of("QUOTA_TABLE", table, "AWS_ENDPOINT_URL_DYNAMODB", "http://ours"),
                destination -> new Connections(destination.table(), Table.connect(), Optional.empty()));
    }

    /** In whatever environment is named. */
    static Tool in(Function<Destination, Connections> connect) {
        return new Tool(ROOT, Map.of(), connect);
    }

    /** In another checkout. */
    static Tool of(Path root, Function<Destination, Connections> connect) {
        return new Tool(root, Map.of(), connect);
    }

    Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Desk desk = new Desk(
                root,
                root,
                InputStream.nullInputStream(),
                new PrintWriter(out),
                Paint.NONE,
                Clock.fixed(NOW, ZoneOffset.UTC));
        int code = ClientTool.run(new Surroundings(desk, new PrintWriter(err, true), variables, connect), arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
