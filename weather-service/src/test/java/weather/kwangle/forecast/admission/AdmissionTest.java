package weather.kwangle.forecast.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import weather.kwangle.forecast.problem.ProblemException;

class AdmissionTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final Admission admission = new Admission(2, LONG);

    @Test
    void oneMoreThanTheLimitIsRefusedAtOnce() {
        Disposable first = admission.admit(Mono.never()).subscribe();
        Disposable second = admission.admit(Flux.never()).subscribe();

        assertThatThrownBy(() -> admission.admit(Mono.just("third")).block(LONG))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(503));
        first.dispose();
        second.dispose();
    }

    @Test
    void whoLeavesMakesRoomHoweverItEnds() {
        for (int i = 0; i < 10; i++) {
            admission.admit(Mono.never()).subscribe().dispose();
            admission.admit(Flux.never()).subscribe().dispose();
            admission
                    .admit(Mono.error(new IllegalStateException()))
                    .onErrorComplete()
                    .block(LONG);
        }

        assertThat(admission.admit(Mono.just("answer")).block(LONG)).isEqualTo("answer");
    }

    @Test
    void aRefusalTakesNoRoom() {
        Disposable first = admission.admit(Mono.never()).subscribe();
        Disposable second = admission.admit(Mono.never()).subscribe();
        for (int i = 0; i < 10; i++) {
            admission.admit(Mono.just("refused")).onErrorComplete().block(LONG);
        }
        first.dispose();
        second.dispose();

        assertThat(admission.admit(Mono.just("answer")).block(LONG)).isEqualTo("answer");
    }

    @Test
    void workWithoutProgressIsGivenUp() {
        Admission impatient = new Admission(1, Duration.ofMillis(1));

        assertThatThrownBy(() -> impatient.admit(Flux.never()).blockLast(LONG)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> impatient.admit(Mono.never()).block(LONG)).isInstanceOf(ProblemException.class);
    }
}
