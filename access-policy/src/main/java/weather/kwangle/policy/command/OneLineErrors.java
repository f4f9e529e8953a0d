package weather.kwangle.policy.command;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/** Runs a tool's commands so that whatever the caller did wrong is one line on standard error. */
public final class OneLineErrors {
    /** The exit code of what could not be asked that way. */
    public static final int BAD_USE = 2;

    /** No exit code: a failure that nobody expects. */
    public static final int NOT_THE_CALLERS_DOING = -1;

    private OneLineErrors() {}

    /**
     * Runs a command; without one, help says which there are. Times end in {@code Z} or an offset.
     *
     * @param name the tool's name behind {@code ./max-weather}
     * @param exitCode of a failure; {@link #NOT_THE_CALLERS_DOING} for one that goes on to the caller of this method
     * @return the exit code
     */
    public static int run(
            CommandLine tool,
            String name,
            Desk desk,
            PrintWriter err,
            ToIntFunction<Exception> exitCode,
            String... arguments) {
        tool.setOut(desk.out());
        tool.setErr(err);
        tool.setColorScheme(CommandLine.Help.defaultColorScheme(desk.paint() == Paint.ANSI ? Ansi.ON : Ansi.OFF));
        tool.registerConverter(Instant.class, OneLineErrors::time);
        tool.setParameterExceptionHandler((wrong, _) -> {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            return say(err, name, oneLine(wrong) + "; see " + command + " --help", BAD_USE);
        });
        tool.setExecutionExceptionHandler((failure, _, _) -> {
            int code = exitCode.applyAsInt(failure);
            if (code == NOT_THE_CALLERS_DOING) {
                throw failure;
            }
            return say(err, name, oneLine(failure), code);
        });
        return tool.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private static Instant time(String written) {
        try {
            return Instant.parse(written);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + written + "' is no time, expected one such as 2026-12-01T00:00:00Z");
        }
    }

    private static int say(PrintWriter err, String name, String message, int code) {
        err.println("max-weather " + name + ": " + message);
        err.flush();
        return code;
    }

    private static String oneLine(Exception failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
    }
}
