package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.Utf8Text;

/**
 * Where a command reads and writes.
 *
 * @param root the project's root, where the shipped policy is
 * @param directory what relative paths are relative to
 * @param in what {@code -} stands for
 */
public record Desk(Path root, Path directory, InputStream in, PrintWriter out, Paint paint, Clock clock) {

    /** More than any file that a command takes whole; a device may have no end. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    /**
     * The one of a process that {@code ./max-weather} starts, with the project's root in the system property
     * {@code max-weather.root} and, on a terminal, {@code max-weather.colour=true}.
     */
    public static Desk ofProcess(PrintWriter out) {
        Path directory = Path.of("").toAbsolutePath();
        return new Desk(
                directory.resolve(System.getProperty("max-weather.root", "")).normalize(),
                directory,
                System.in,
                out,
                Boolean.getBoolean("max-weather.colour") ? Paint.ANSI : Paint.NONE,
                Clock.systemUTC());
    }

    /** The policy that is shipped. */
    Path shippedPolicy() {
        return root.resolve("access-policy/policy/access-policy.yaml");
    }

    Path shippedContract() {
        return root.resolve("api/openapi.yaml");
    }

    /** The policy that stands in a file. */
    public LocatedPolicy policy(Path file) throws PolicyParseException, IOException {
        return LocatedPolicy.parse(nameOf(file), text(file));
    }

    /**
     * The whole file, or standard input for {@code -}.
     *
     * @throws PolicyParseException if it is not UTF-8
     */
    String text(Path file) throws IOException, PolicyParseException {
        byte[] bytes;
        try (InputStream stream = open(file)) {
            bytes = stream.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    String.format(Locale.ROOT, "%s has more than %,d bytes, expected fewer", nameOf(file), MAX_BYTES));
        }
        return Utf8Text.of(nameOf(file), bytes);
    }

    /**
     * The file, or standard input for {@code -}.
     *
     * @throws NoSuchFileException if there is none; the message says so
     */
    InputStream open(Path file) throws IOException {
        if (isStandardInput(file)) {
            return in;
        }
        try {
            return Files.newInputStream(directory.resolve(file));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException("there is no file " + nameOf(file));
        }
    }

    /** With the file's name, and the system's reason. */
    IOException unreadable(Path file, IOException why) {
        return new IOException("cannot read %s: %s".formatted(nameOf(file), why.getMessage()), why);
    }

    void write(Path file, String text) throws IOException {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write %s; expected a file in a folder that is there".formatted(nameOf(file)), e);
        }
    }

    boolean isStandardInput(Path file) {
        return file.toString().equals("-");
    }

    /** As short as it can be said where the command runs. */
    public String nameOf(Path file) {
        if (isStandardInput(file)) {
            return "standard input";
        }
        Path whole = directory.resolve(file).normalize();
        return whole.startsWith(directory) ? directory.relativize(whole).toString() : whole.toString();
    }

    /** One line on standard output. */
    public void print(String line) {
        out.println(line);
    }
}
