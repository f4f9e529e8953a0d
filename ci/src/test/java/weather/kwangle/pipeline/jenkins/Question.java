package weather.kwangle.pipeline.jenkins;

import java.time.Duration;
import java.util.Optional;

/**
 * What a human was asked.
 *
 * @param holdsExecutor a pod was waiting with the question
 * @param timeout how long it could have waited; empty is for ever
 */
public record Question(
        String stage, String message, String submitter, boolean holdsExecutor, Optional<Duration> timeout) {

    /** What the human does. */
    public enum Answer {
        APPROVE,
        REFUSE,
        NOTHING
    }
}
