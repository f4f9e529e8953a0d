package weather.kwangle.operations.rotation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A secret in memory that keeps its labels as Secrets Manager does: each is on one version, and moves. */
public final class VirtualSecret implements SecretVersions {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> versionByLabel = new LinkedHashMap<>();
    private int calls;
    private int dieAfter = Integer.MAX_VALUE;

    public VirtualSecret(String value) {
        values.put("initial", value);
        versionByLabel.put(CURRENT, "initial");
    }

    /** What Secrets Manager does before the first step. */
    public void beginRotation(String versionId) {
        versionByLabel.put(PENDING, versionId);
    }

    /** The function dies before its next call but so many. */
    void dieAfter(int more) {
        dieAfter = calls + more;
    }

    /** Somebody writes the secret by hand. */
    void overwrite(String value) {
        String id = "by-hand-" + values.size();
        values.put(id, value);
        versionByLabel.put(CURRENT, id);
    }

    /** What everybody reads; it counts as nobody's call. */
    public String read() {
        return valueOf(CURRENT);
    }

    private String valueOf(String label) {
        return Optional.ofNullable(values.get(versionByLabel.get(label))).orElseThrow();
    }

    private void call() {
        if (calls++ >= dieAfter) {
            dieAfter = Integer.MAX_VALUE;
            throw new FunctionDied();
        }
    }

    @Override
    public Version current() {
        call();
        return new Version(Optional.ofNullable(versionByLabel.get(CURRENT)).orElseThrow(), read());
    }

    @Override
    public Set<String> labels(String versionId) {
        call();
        Set<String> labels = new HashSet<>();
        versionByLabel.forEach((label, version) -> {
            if (version.equals(versionId)) {
                labels.add(label);
            }
        });
        return labels;
    }

    @Override
    public Optional<String> pending(String versionId) {
        call();
        return Optional.ofNullable(values.get(versionId));
    }

    @Override
    public void putPending(String versionId, String value) {
        call();
        values.putIfAbsent(versionId, value);
    }

    @Override
    public void replaceCurrent(Version read, String value) {
        call();
        String id = "version-" + values.size();
        values.put(id, value);
        makeCurrent(read, id);
    }

    @Override
    public void makeCurrent(Version read, String versionId) {
        call();
        if (!read.id().equals(versionByLabel.get(CURRENT))) {
            throw new RotationException("version " + read.id() + " is not current any more");
        }
        versionByLabel.put(CURRENT, versionId);
    }

    static final class FunctionDied extends RuntimeException {}
}
