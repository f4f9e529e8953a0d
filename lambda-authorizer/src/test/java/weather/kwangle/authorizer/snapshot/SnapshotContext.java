package weather.kwangle.authorizer.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.crac.CheckpointException;
import org.crac.Context;
import org.crac.Resource;
import org.crac.RestoreException;

/** What Lambda's runtime does with hooks: the last registered comes first before a snapshot, and last after it. */
public final class SnapshotContext extends Context<Resource> {
    private final List<Resource> resources = new ArrayList<>();

    @Override
    public void register(Resource resource) {
        resources.add(resource);
    }

    /** Freezes the function. */
    public void checkpoint() throws CheckpointException {
        beforeCheckpoint(this);
    }

    /** Wakes a copy of it up. */
    public void restore() throws RestoreException {
        afterRestore(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
        try {
            for (Resource resource : resources.reversed()) {
                resource.beforeCheckpoint(this);
            }
        } catch (Exception e) {
            CheckpointException failed = new CheckpointException();
            failed.addSuppressed(e);
            throw failed;
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) throws RestoreException {
        try {
            for (Resource resource : resources) {
                resource.afterRestore(this);
            }
        } catch (Exception e) {
            RestoreException failed = new RestoreException();
            failed.addSuppressed(e);
            throw failed;
        }
    }
}
