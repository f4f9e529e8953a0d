package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./max-weather test} does where ShellCheck is not installed. Its Maven fails at once. */
class ScriptCheckTest {

    private Path checkout;
    private Map<String, String> environment;

    @BeforeEach
    void checkOut(@TempDir Path temporary) throws IOException {
        checkout = Checkout.into(temporary.resolve("checkout"));
        Files.copy(
                Checkout.ROOT.resolve("max-weather"),
                checkout.resolve("max-weather"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        Path maven = Files.writeString(
                Files.createDirectories(temporary.resolve("maven")).resolve("mvn"), "#!/bin/sh\necho mvn $*\nexit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        environment = new TreeMap<>(new Tools(temporary.resolve("tools")).environment(List.of("git")));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.compute("PATH", (name, path) -> maven.getParent() + ":" + path);
    }

    @Test
    void aBuildServerRefusesToGoOn() {
        environment.put("CI", "true");

        Shell.Outcome tested = test();

        assertThat(tested.exitCode()).isEqualTo(2);
        assertThat(tested.all())
                .isEqualTo("max-weather: test: shellcheck is not installed, and CI is set: nothing may be skipped\n");
    }

    @Test
    void elsewhereItSaysWhatIsNotChecked() {
        assertThat(test().output()).isEqualTo("""
                        shellcheck: not installed, 1 scripts not checked
                        mvn --batch-mode --no-transfer-progress --threads 2 verify
                        """);
    }

    private Shell.Outcome test() {
        return Shell.run(checkout, environment, List.of("./max-weather", "test"));
    }
}
