package weather.kwangle.chart.nginx;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A program that a test runs as it is installed. */
final class Program {

    /** Where Debian has servers, which is not on everybody's path. */
    private static final String SERVERS = "/usr/sbin";

    private Program() {}

    /**
     * Where it is. Without it the test is skipped, but not on a build server: that is there to run every test.
     *
     * @param environment PATH, and CI, which build servers set
     */
    static Path named(String name, Map<String, String> environment) {
        return Stream.concat(
                        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of(SERVERS))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(name, environment));
    }

    private static Path missing(String name, Map<String, String> environment) {
        String complaint = name + " is not installed";
        if (environment.getOrDefault("CI", "").isEmpty()) {
            return abort(complaint);
        }
        throw new AssertionError(complaint + ", and CI is set: nothing may be skipped");
    }
}
