package weather.kwangle.operations.rotation;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeKeys;

/**
 * Replaces the edge keys while requests go on. The secret that everybody reads holds, one after the other:
 *
 * <ol>
 *   <li>the old key, and after it the new one: gateways learn it before anybody signs with it;
 *   <li>the new key, and after it the old one: authorizers begin to sign with it, and what they signed is still believed;
 *   <li>the new key alone.
 * </ol>
 *
 * Between two of them lies more than the time for which either side may go on with what it has read. Each step looks at
 * what is current and goes on from there, so any of them can be repeated after a death at any point. The new key's id is
 * the id of the version that Secrets Manager has announced.
 */
public final class EdgeKeyRotation {
    /** Gateways have read the announced key by then, one failed reading included. */
    public static final Duration UNTIL_ALL_KNOW = EdgeKeys.CACHE_AT_MOST.multipliedBy(2);

    /** Authorizers sign with the new key by then, and what the old one signed has expired. */
    public static final Duration UNTIL_NOBODY_SIGNS = UNTIL_ALL_KNOW.plus(EdgeAssertion.LIFETIME);

    private final SecretVersions secret;
    private final SecureRandom random;
    private final Pause pause;

    public EdgeKeyRotation(SecretVersions secret, SecureRandom random, Pause pause) {
        this.secret = secret;
        this.random = random;
        this.pause = pause;
    }

    /**
     * Takes one step, for {@link #UNTIL_NOBODY_SIGNS} at the most.
     *
     * @param versionId the version that becomes current in the end
     * @throws RotationException if the secret is not in a state to take it
     */
    public void run(RotationStep step, String versionId) throws InterruptedException {
        Set<String> labels = secret.labels(versionId);
        if (labels.contains(SecretVersions.CURRENT)) {
            return;
        }
        if (!labels.contains(SecretVersions.PENDING)) {
            throw new RotationException("version " + versionId + " is not " + SecretVersions.PENDING
                    + ": another rotation has begun, or this one was cancelled");
        }
        switch (step) {
            case CREATE_SECRET ->
                secret.putPending(
                        versionId, EdgeKeys.generate(versionId, random).toSecret());
            case SET_SECRET -> announce(next(versionId));
            // Also asked for on its own, when somebody changes the schedule: then there may be no value yet.
            case TEST_SECRET -> secret.pending(versionId).ifPresent(EdgeKeys::parseSecret);
            case FINISH_SECRET -> {
                letSign(next(versionId), versionId);
                secret.makeCurrent(requireFirst(versionId), versionId);
            }
        }
    }

    private void announce(EdgeKeys next) throws InterruptedException {
        SecretVersions.Version current = secret.current();
        EdgeKeys keys = EdgeKeys.parseSecret(current.value());
        List<String> known = keys.ids();
        if (known.getFirst().equals(next.ids().getFirst())) {
            return;
        }
        if (!known.containsAll(next.ids())) {
            secret.replaceCurrent(current, keys.followedBy(next).toSecret());
        }
        // Nobody knows how long an earlier run had waited.
        pause.take(UNTIL_ALL_KNOW);
    }

    private void letSign(EdgeKeys next, String keyId) throws InterruptedException {
        SecretVersions.Version current = secret.current();
        EdgeKeys keys = EdgeKeys.parseSecret(current.value());
        if (!keys.ids().contains(keyId)) {
            throw new RotationException("the current version " + current.id() + " does not hold the new key " + keyId
                    + ": it was changed during the rotation");
        }
        if (!keys.ids().getFirst().equals(keyId)) {
            secret.replaceCurrent(current, next.followedBy(keys).toSecret());
        }
        pause.take(UNTIL_NOBODY_SIGNS);
    }

    private SecretVersions.Version requireFirst(String keyId) {
        SecretVersions.Version current = secret.current();
        if (!EdgeKeys.parseSecret(current.value()).ids().getFirst().equals(keyId)) {
            throw new RotationException("the current version " + current.id() + " does not sign with the new key "
                    + keyId + ": it was changed during the rotation");
        }
        return current;
    }

    private EdgeKeys next(String versionId) {
        return secret.pending(versionId)
                .map(EdgeKeys::parseSecret)
                .orElseThrow(() -> new RotationException("version " + versionId + " has no value yet"));
    }
}
