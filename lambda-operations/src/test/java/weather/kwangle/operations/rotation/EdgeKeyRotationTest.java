package weather.kwangle.operations.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.operations.rotation.VirtualSecret.FunctionDied;

class EdgeKeyRotationTest {
    private static final String OLD =
            EdgeKeys.generate("old", new SecureRandom()).toSecret();

    /** What everybody reads, each time that the rotation waits, and how long it waits then. */
    private final List<String> states = new ArrayList<>();

    private final VirtualSecret secret = new VirtualSecret(OLD);
    private final EdgeKeyRotation rotation = new EdgeKeyRotation(
            secret, new SecureRandom(), time -> states.add(current() + " for " + time.toSeconds() + " s"));

    private List<String> current() {
        return EdgeKeys.parseSecret(secret.read()).ids();
    }

    private void rotate(String versionId) throws InterruptedException {
        for (RotationStep step : RotationStep.values()) {
            rotation.run(step, versionId);
        }
    }

    @Test
    void theNewKeyIsAnnouncedThenSignsThenStandsAlone() throws Exception {
        secret.beginRotation("new");

        rotate("new");

        assertThat(states).containsExactly("[old, new] for 240 s", "[new, old] for 270 s");
        assertThat(current()).containsExactly("new");
        assertThat(secret.labels("new")).contains(SecretVersions.CURRENT);
    }

    @Test
    void eachStepFitsOneRunOfAFunction() {
        assertThat(EdgeKeyRotation.UNTIL_ALL_KNOW.plus(EdgeKeyRotation.UNTIL_NOBODY_SIGNS))
                .isLessThan(Duration.ofMinutes(15));
    }

    @Test
    void aRotationThatIsDoneIsNotDoneAgain() throws Exception {
        secret.beginRotation("new");
        rotate("new");
        String value = secret.read();

        rotate("new");

        assertThat(secret.read()).isEqualTo(value);
        assertThat(states).hasSize(2);
    }

    @Test
    void theFirstSecretThatSecretsManagerMadeUpIsRotatedLikeAnyOther() throws Exception {
        secret.overwrite("{\"kid\":\"first\",\"key\":\"" + "a1".repeat(21) + "Z\"}");
        secret.beginRotation("new");

        rotate("new");

        assertThat(states).first().isEqualTo("[first, new] for 240 s");
        assertThat(current()).containsExactly("new");
    }

    /** Secrets Manager begins again with the same version id when a step fails. */
    @Property(tries = 300)
    void aRunThatDiesIsTakenUpAndTheOrderOfKeysIsNeverBroken(
            @ForAll @Size(max = 6) List<@IntRange(max = 12) Integer> deaths) throws Exception {
        secret.beginRotation("new");
        for (int callsUntilDeath : deaths) {
            secret.dieAfter(callsUntilDeath);
            try {
                rotate("new");
            } catch (FunctionDied e) {
                // The next run goes on.
            }
        }
        secret.dieAfter(Integer.MAX_VALUE / 2);
        rotate("new");

        assertThat(current()).containsExactly("new");
        List<String> distinct = states.stream().distinct().toList();
        assertThat(distinct).containsExactly("[old, new] for 240 s", "[new, old] for 270 s");
        // Once the new key signs, nothing goes back: every wait of the first kind is before every one of the second.
        assertThat(states).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void theLeftoverOfARotationThatWasCancelledGoesWithTheOldKey() throws Exception {
        secret.beginRotation("cancelled");
        rotation.run(RotationStep.CREATE_SECRET, "cancelled");
        rotation.run(RotationStep.SET_SECRET, "cancelled");
        secret.beginRotation("new");

        rotate("new");

        assertThat(states)
                .containsExactly(
                        "[old, cancelled] for 240 s",
                        "[old, cancelled, new] for 240 s",
                        "[new, old, cancelled] for 270 s");
        assertThat(current()).containsExactly("new");
        assertThatThrownBy(() -> rotation.run(RotationStep.FINISH_SECRET, "cancelled"))
                .hasMessageContaining("version cancelled is not AWSPENDING");
    }

    @Test
    void aSecretThatIsWrittenByHandMeanwhileIsNotOverwritten() throws Exception {
        secret.beginRotation("new");
        rotation.run(RotationStep.CREATE_SECRET, "new");
        rotation.run(RotationStep.SET_SECRET, "new");
        secret.overwrite(OLD);

        assertThatThrownBy(() -> rotation.run(RotationStep.FINISH_SECRET, "new"))
                .isInstanceOf(RotationException.class)
                .hasMessageContaining("does not hold the new key new");
        assertThat(secret.read()).isEqualTo(OLD);
    }

    @Test
    void aSecretThatIsWrittenByHandDuringTheWaitIsNotOverwritten() throws Exception {
        EdgeKeyRotation disturbed = new EdgeKeyRotation(secret, new SecureRandom(), time -> {
            if (time.equals(EdgeKeyRotation.UNTIL_NOBODY_SIGNS)) {
                secret.overwrite(OLD);
            }
        });
        secret.beginRotation("new");
        disturbed.run(RotationStep.CREATE_SECRET, "new");
        disturbed.run(RotationStep.SET_SECRET, "new");

        assertThatThrownBy(() -> disturbed.run(RotationStep.FINISH_SECRET, "new"))
                .hasMessageContaining("does not sign with the new key new");
        assertThat(secret.read()).isEqualTo(OLD);
    }

    /** So does Secrets Manager, when somebody sets another schedule. */
    @Test
    void aTestOnItsOwnChangesNothing() throws Exception {
        secret.beginRotation("trial");

        rotation.run(RotationStep.TEST_SECRET, "trial");

        assertThat(secret.read()).isEqualTo(OLD);
        assertThat(states).isEmpty();
        assertThatThrownBy(() -> rotation.run(RotationStep.SET_SECRET, "trial"))
                .hasMessage("version trial has no value yet");
    }

    @Test
    void noMessageHoldsAKey() {
        assertThat(new SecretVersions.Version("id", OLD)).hasToString("Version[id]");
    }
}
