package weather.kwangle.gateway.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import weather.kwangle.authorizer.signing.SecretKeySigner;
import weather.kwangle.authorizer.signing.SigningKeyUnavailableException;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.operations.rotation.EdgeKeyRotation;
import weather.kwangle.operations.rotation.Pause;
import weather.kwangle.operations.rotation.RotationStep;
import weather.kwangle.operations.rotation.VirtualSecret;

/**
 * The real signer of the authorizer, the real keys of the gateway and the real rotation, in virtual time: caches are as old
 * as they may be, readings fail, assertions arrive as late as they may, and none is refused.
 */
class EdgeKeyRotationUnderTrafficTest {
    private static final String VERSION = "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d";

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void noRequestFailsDuringARotation(@ForAll long seed) throws Exception {
        assertThat(new World(seed).rotate(World::pass))
                .as("refused, with seed %d", seed)
                .isEmpty();
    }

    @Test
    void withoutTheFirstWaitRequestsFail() throws Exception {
        assertThat(refusedWithout(EdgeKeyRotation.UNTIL_ALL_KNOW)).isPositive();
    }

    @Test
    void withoutTheSecondWaitRequestsFail() throws Exception {
        assertThat(refusedWithout(EdgeKeyRotation.UNTIL_NOBODY_SIGNS)).isPositive();
    }

    private static int refusedWithout(Duration wait) throws Exception {
        int refused = 0;
        for (long seed : LongStream.range(0, 20).toArray()) {
            refused += new World(seed)
                    .rotate((world, time) -> {
                        if (!time.equals(wait)) {
                            world.pass(time);
                        }
                    })
                    .size();
        }
        return refused;
    }

    /** How the rotation's waiting takes up time. */
    private interface Passing {
        void pass(World world, Duration time);
    }

    /** Three execution environments, three pods and the requests between them. */
    private static final class World {
        private static final int PARTIES = 3;
        private static final Duration BEFORE_AND_AFTER = Duration.ofMinutes(6);

        private final Random random;
        private final VirtualSecret secret =
                new VirtualSecret(EdgeKeys.generate("old", new SecureRandom()).toSecret());
        private final List<SecretKeySigner> signers = new ArrayList<>();
        private final List<Pod> pods = new ArrayList<>();
        private final List<OnTheWay> onTheWay = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");
        private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

        private record OnTheWay(String assertion, Instant arrival) {}

        /** Reads again at its interval; one reading in a row may fail. */
        private final class Pod implements AutoCloseable {
            private final Duration interval = EdgeKeys.CACHE_AT_MOST.minusSeconds(random.nextInt(60));
            private final RefreshedEdgeKeys keys;
            private Instant next;
            private boolean fails;
            private boolean hasFailed;

            Pod() {
                // Its own timer never fires in here: the world's time calls.
                this.keys = new RefreshedEdgeKeys(this::read, Duration.ofDays(1), clock);
                this.next = now.plusSeconds(random.nextLong(interval.toSeconds()));
            }

            private EdgeKeys read() {
                if (fails) {
                    throw new IllegalStateException("away");
                }
                return EdgeKeys.parseSecret(secret.read());
            }

            void refreshWhenDue() {
                if (!now.isBefore(next)) {
                    fails = !hasFailed && random.nextInt(5) == 0;
                    keys.refresh();
                    hasFailed = fails;
                    next = next.plus(interval);
                }
            }

            @Override
            public void close() {
                keys.close();
            }
        }

        World(long seed) {
            this.random = new Random(seed);
            for (int i = 0; i < PARTIES; i++) {
                signers.add(new SecretKeySigner(this::readForSigning, clock));
                pods.add(new Pod());
            }
        }

        /** Fails so often that signers use up what they may keep. */
        private String readForSigning() {
            if (random.nextInt(4) != 0) {
                throw new SigningKeyUnavailableException("away", new IllegalStateException());
            }
            return secret.read();
        }

        List<String> rotate(Passing passing) throws InterruptedException {
            pass(BEFORE_AND_AFTER);
            Pause pause = time -> passing.pass(this, time);
            EdgeKeyRotation rotation = new EdgeKeyRotation(secret, new SecureRandom(), pause);
            secret.beginRotation(VERSION);
            for (RotationStep step : RotationStep.values()) {
                rotation.run(step, VERSION);
            }
            pass(BEFORE_AND_AFTER);
            pods.forEach(Pod::close);
            assertThat(EdgeKeys.parseSecret(secret.read()).ids()).containsExactly(VERSION);
            return refused;
        }

        void pass(Duration time) {
            Instant end = now.plus(time);
            while (now.isBefore(end)) {
                now = earlier(now.plusMillis(1 + random.nextInt(3_000)), end);
                pods.forEach(Pod::refreshWhenDue);
                arrive();
                signers.forEach(this::send);
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private void send(SecretKeySigner signer) {
            try {
                String assertion = signer.sign(SomeAssertion.issuedAt(now));
                // It must be there before it expires, whole seconds as they are.
                onTheWay.add(new OnTheWay(assertion, now.plusMillis(random.nextInt(25_000))));
            } catch (SigningKeyUnavailableException e) {
                // No key to sign with: answered 503 by the edge, which is not the rotation's doing.
            }
        }

        private void arrive() {
            onTheWay.removeIf(request -> {
                if (request.arrival().isAfter(now)) {
                    return false;
                }
                Pod pod = pods.get(random.nextInt(pods.size()));
                if (!(pod.keys.verifier().verify(request.assertion()) instanceof EdgeVerification.Valid)) {
                    refused.add(now + " " + pod.keys.verifier().verify(request.assertion()));
                }
                return true;
            });
        }
    }
}
