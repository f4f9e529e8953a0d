package weather.kwangle.operations.rotation;

/**
 * What Secrets Manager asks for, in this order, with the same version id each time. A step that fails is asked for again,
 * as part of a rotation that begins anew with the same version id.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation by
 *     Lambda function</a>
 */
public enum RotationStep {
    /** Make the new value and keep it as {@code AWSPENDING}. */
    CREATE_SECRET("createSecret"),
    /** Let everybody know the new key. */
    SET_SECRET("setSecret"),
    /** See whether the new value can be used; changes nothing. */
    TEST_SECRET("testSecret"),
    /** Let the new key sign, then make the new value {@code AWSCURRENT}. */
    FINISH_SECRET("finishSecret");

    private final String wireName;

    RotationStep(String wireName) {
        this.wireName = wireName;
    }

    /** @throws RotationException if there is no such step */
    static RotationStep of(String wireName) {
        for (RotationStep step : values()) {
            if (step.wireName.equals(wireName)) {
                return step;
            }
        }
        throw new RotationException("unknown step '" + wireName + "'");
    }

    String wireName() {
        return wireName;
    }
}
