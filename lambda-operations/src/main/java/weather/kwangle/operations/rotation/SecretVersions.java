package weather.kwangle.operations.rotation;

import java.util.Optional;
import java.util.Set;

/** The versions of one secret. Each has a value that never changes, and labels; {@code AWSCURRENT} is what everybody reads. */
public interface SecretVersions {
    String CURRENT = "AWSCURRENT";
    String PENDING = "AWSPENDING";

    /** One version and its value. */
    record Version(String id, String value) {
        /** Without the value, which is secret. */
        @Override
        public String toString() {
            return "Version[" + id + "]";
        }
    }

    /** What everybody reads. */
    Version current();

    /** The labels of a version; none if there is no such version. */
    Set<String> labels(String versionId);

    /** The value of the version that is {@link #PENDING}; empty if it has none yet. */
    Optional<String> pending(String versionId);

    /** Keeps a value as {@link #PENDING}; if that version has a value already, that one stays. */
    void putPending(String versionId, String value);

    /**
     * Makes a value current in a new version.
     *
     * @param read the version that the value was made from
     * @throws RotationException if another one is current by now
     */
    void replaceCurrent(Version read, String value);

    /**
     * Makes a version current that is there already.
     *
     * @param read the version that is to give way
     * @throws RotationException if another one is current by now
     */
    void makeCurrent(Version read, String versionId);
}
