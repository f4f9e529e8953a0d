package weather.kwangle.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

/**
 * The access policy as it stands in its file, for what CDK would deploy of it. While the file cannot be used it is the last
 * one that could; the authorizer's log says why.
 */
final class FollowedPolicy implements Supplier<AccessPolicy> {
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    private final String name;
    private final Path file;
    private final Clock clock;
    private String text;
    private AccessPolicy policy;
    private Instant lookedAt;

    /**
     * @param name what messages call the file
     * @throws PolicyParseException if it holds no policy now
     */
    FollowedPolicy(String name, Path file, Clock clock) throws IOException, PolicyParseException {
        this.name = name;
        this.file = file;
        this.clock = clock;
        this.text = Files.readString(file);
        this.policy = AccessPolicy.parse(name, text);
        this.lookedAt = clock.instant();
    }

    @Override
    public synchronized AccessPolicy get() {
        Instant now = clock.instant();
        if (!now.isBefore(lookedAt.plus(AT_MOST_EVERY))) {
            lookedAt = now;
            look();
        }
        return policy;
    }

    private void look() {
        try {
            String found = Files.readString(file);
            if (!found.equals(text)) {
                text = found;
                policy = AccessPolicy.parse(name, found);
            }
        } catch (IOException | PolicyParseException e) {
            // Then it stays.
        }
    }
}
