package weather.kwangle.policy.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;

/**
 * Where a command reads and writes.
 *
 * @param root the project's root, where the shipped policy is
 * @param directory what relative paths are relative to
 * @param in what {@code -} stands for
 */
public record Desk(Path root, Path directory, InputStream in, PrintWriter out, Paint paint, Clock clock) {

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

    /** The whole file, or standard input for {@code -}. */
    String text(Path file) throws IOException {
        if (isStandardInput(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            return Files.readString(directory.resolve(file));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException("there is no file " + nameOf(file));
        } catch (CharacterCodingException e) {
            throw new IOException(nameOf(file) + " is not UTF-8", e);
        } catch (IOException e) {
            throw new IOException("cannot read %s: %s".formatted(nameOf(file), e.getMessage()), e);
        }
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
