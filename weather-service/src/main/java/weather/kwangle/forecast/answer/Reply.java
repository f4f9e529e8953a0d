package weather.kwangle.forecast.answer;

import java.time.Duration;
import weather.kwangle.forecast.problem.Problem;

/** An answer, or why there is none. */
public sealed interface Reply<T> {

    /**
     * The answer.
     *
     * @param freshFor how long the same question has the same answer; above zero
     */
    record Given<T>(T body, Duration freshFor) implements Reply<T> {}

    /** The question has no answer. */
    record Refused<T>(Problem problem) implements Reply<T> {}
}
