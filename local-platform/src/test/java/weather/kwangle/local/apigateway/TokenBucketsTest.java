package weather.kwangle.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weather.kwangle.local.apigateway.UsagePlans.Throttle;

class TokenBucketsTest {
    private static final Throttle PLAN = new Throttle(2, 3);

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final TokenBuckets buckets = new TokenBuckets(clock);

    @Test
    void aBurstPassesAtOnceAndThenTheRate() {
        assertThat(takenOf(10)).isEqualTo(3);

        now = now.plus(Duration.ofMillis(500));
        assertThat(takenOf(10)).isEqualTo(1);

        now = now.plus(Duration.ofHours(1));
        assertThat(takenOf(10)).isEqualTo(3);
    }

    @Test
    void eachKeyHasItsOwn() {
        assertThat(takenOf(10)).isEqualTo(3);

        assertThat(buckets.take("other", PLAN)).isTrue();
    }

    @Test
    void aClockThatStepsBackGivesNothingAway() {
        assertThat(takenOf(3)).isEqualTo(3);

        now = now.minus(Duration.ofHours(1));
        assertThat(takenOf(10)).isZero();
    }

    private long takenOf(int attempts) {
        return IntStream.range(0, attempts)
                .filter(i -> buckets.take("key", PLAN))
                .count();
    }
}
