package weather.kwangle.authorizer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.EdgeVerification;

class SecretKeySignerTest {
    private final TestClock clock = new TestClock();
    private final AtomicInteger reads = new AtomicInteger();
    private Supplier<String> secret = () -> secret("old");
    private final SecretKeySigner signer = new SecretKeySigner(
            () -> {
                reads.incrementAndGet();
                return secret.get();
            },
            clock);

    @Test
    void the_secret_is_read_once_a_minute() {
        for (int i = 0; i < 100; i++) {
            assertThat(isSignedBy("old")).isTrue();
        }
        assertThat(reads).hasValue(1);

        secret = () -> secret("new");
        clock.advance(Duration.ofMinutes(1));
        assertThat(isSignedBy("new")).isTrue();
        assertThat(reads).hasValue(2);
    }

    @Test
    void while_the_store_is_away_the_known_key_is_used_for_two_minutes_in_all() {
        sign();
        secret = () -> {
            throw new SigningKeyUnavailableException("away", new IllegalStateException());
        };

        clock.advance(Duration.ofSeconds(119));
        assertThat(isSignedBy("old")).isTrue();
        assertThat(isSignedBy("old")).isTrue();
        assertThat(reads).as("a failed read is not repeated at once").hasValue(2);

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(this::sign).isInstanceOf(SigningKeyUnavailableException.class);
    }

    @Test
    void a_malformed_secret_is_our_failure_and_not_repeated() {
        secret = () -> "{\"keys\":[{\"kid\":\"a\",\"key\":\"hunter2\"}]}";

        assertThatThrownBy(this::sign)
                .isInstanceOf(SigningKeyUnavailableException.class)
                .hasMessageStartingWith("the secret with the edge keys is malformed: ")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_key_that_is_forgotten_signs_nothing_any_more_not_even_in_an_outage() {
        sign();
        secret = () -> {
            throw new SigningKeyUnavailableException("away", new IllegalStateException());
        };

        signer.forget();

        assertThatThrownBy(this::sign).isInstanceOf(SigningKeyUnavailableException.class);
        assertThatThrownBy(signer::renew).isInstanceOf(SigningKeyUnavailableException.class);
        secret = () -> secret("new");
        signer.renew();
        int readsBefore = reads.get();
        assertThat(isSignedBy("new")).isTrue();
        assertThat(reads).hasValue(readsBefore);
    }

    private boolean isSignedBy(String keyId) {
        return new EdgeAssertionVerifier(EdgeKeys.parseSecret(secret(keyId)), clock).verify(sign())
                instanceof EdgeVerification.Valid;
    }

    private String sign() {
        return signer.sign(new EdgeAssertion(
                "request",
                "client",
                "trial",
                "GET /forecast",
                Set.of(),
                Decision.ALLOW,
                List.of(),
                "1-0",
                clock.instant(),
                clock.instant().plus(EdgeAssertion.LIFETIME)));
    }

    private static String secret(String keyId) {
        return "{\"keys\":[{\"kid\":\"%s\",\"key\":\"%s\"}]}".formatted(keyId, "A".repeat(43));
    }
}
