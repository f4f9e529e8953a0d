package weather.kwangle.authorizer.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How one document stands, for those who watch.
 *
 * @param document {@code access-policy}, {@code break-glass} or {@code shadow-policy}
 * @param version the version in use, empty if there is none
 * @param age how long ago its source last answered, whatever it held; empty if it never did
 * @param isRefused whether the source holds content that cannot be used
 * @param isUnreachable whether the source could not be read at the last attempt
 */
public record DocumentStatus(
        String document, Optional<String> version, Optional<Duration> age, boolean isRefused, boolean isUnreachable) {}
