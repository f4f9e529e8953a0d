package weather.kwangle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.policy.PolicyParseException;

class FollowedPolicyTest {
    private static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations: { GET /forecast: { allOf: [read:forecast] } }
            plans: { trial: { rate: 5/s, burst: 10 } }
            clients: { acme: { plan: trial } }
            """;

    @TempDir
    private Path folder;

    private Path file;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    }

    @Test
    void itIsLookedAtOnceASecondAtTheMost() throws Exception {
        var policy = new FollowedPolicy("policy.yaml", file, clock);
        Files.writeString(file, POLICY.replace("acme", "other"));

        assertThat(policy.get().clientIds()).containsExactly("acme");
        now = now.plus(Duration.ofSeconds(1));
        assertThat(policy.get().clientIds()).containsExactly("other");
    }

    @Test
    void whileItCannotBeUsedTheLastOneStays() throws Exception {
        var policy = new FollowedPolicy("policy.yaml", file, clock);
        Files.writeString(file, "nonsense");
        now = now.plus(Duration.ofSeconds(1));
        assertThat(policy.get().clientIds()).containsExactly("acme");
        Files.delete(file);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(policy.get().clientIds()).containsExactly("acme");

        Files.writeString(file, POLICY.replace("acme", "other"));
        now = now.plus(Duration.ofSeconds(1));
        assertThat(policy.get().clientIds()).containsExactly("other");
    }

    @Test
    void withoutAPolicyAtTheStartThereIsNoPlatform() throws Exception {
        Files.writeString(file, "nonsense");

        assertThatThrownBy(() -> new FollowedPolicy("policy.yaml", file, clock))
                .isInstanceOf(PolicyParseException.class)
                .hasMessageStartingWith("policy.yaml:1:1: ");
    }
}
