package weather.kwangle.registry.aws;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.registry.Course;
import weather.kwangle.registry.KeyState;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.Step;
import weather.kwangle.registry.UsageKeys;
import weather.kwangle.registry.Wish;

/** Looks at what stands of a client, and does the steps of a course. */
public final class Registrar {
    private final DynamoDbClientRegistry table;
    private final Optional<UsageKeys> keys;

    /** @param keys where there is an API Gateway */
    public Registrar(DynamoDbClientRegistry table, Optional<UsageKeys> keys) {
        this.table = table;
        this.keys = keys;
    }

    /**
     * Looks at what a wish concerns. Whether a client is let in is the table's alone: no other service has to answer for
     * that.
     *
     * @throws RegistryException if something that stands contradicts itself
     * @throws LedgerUnavailableException if the table cannot answer
     * @throws SdkException if another service cannot
     */
    public Observed observe(Wish wish) {
        RegistryEntry entry = table.read(wish.clientId()).orElse(RegistryEntry.NOTHING);
        return switch (wish) {
            case Wish.Add _, Wish.ChangePlan _ -> new Observed(entry, keys.map(each -> each.observe(wish.clientId())));
            case Wish.Suspend _, Wish.Resume _ -> new Observed(entry, Optional.empty());
        };
    }

    /**
     * What stands of a client that is yet to come: nothing, but there may be a usage plan for it.
     *
     * @throws LedgerUnavailableException if the table cannot answer, before anything is made that needs it
     * @throws SdkException if another service cannot
     */
    public Observed observeNobody(String name) {
        var _ = table.read(name);
        return new Observed(
                RegistryEntry.NOTHING,
                keys.map(
                        each -> new KeyState(false, Set.of(), each.observe(name).deployed())));
    }

    /**
     * Does all steps, in their order.
     *
     * @param done told of each step after it
     * @throws RegistryException if a step fails: the ones before it are done, and repeating the command does the rest
     */
    public void perform(Course.Go course, Consumer<Step> done) {
        for (Step step : course.steps()) {
            try {
                perform(step);
            } catch (SdkException | LedgerUnavailableException e) {
                throw failed(step, e);
            }
            done.accept(step);
        }
    }

    /** That a step failed, and that repeating is safe. */
    public static RegistryException failed(Step step, Exception cause) {
        return new RegistryException(
                "could not %s: %s; what was done before stays and lets in nobody more, so repeat the command"
                        .formatted(step.sentence(), cause.getMessage()),
                cause);
    }

    private void perform(Step step) {
        switch (step) {
            case Step.CreateAppClient _ ->
                throw new IllegalArgumentException("an app client comes before all that needs its id");
            case Step.CreateKey(String id) -> keys().create(id);
            case Step.LeaveUsagePlan(String id, String plan) -> keys().leave(id, plan);
            case Step.JoinUsagePlan(String id, String plan) -> keys().join(id, plan);
            case Step.WriteEntry(String id, RegistryEntry seen, RegistryEntry next) -> {
                if (!table.replace(id, seen, next)) {
                    throw new RegistryException(
                            "someone else has changed %s meanwhile, so the table is left alone; look with: client show %s, and repeat the command if it still should be"
                                    .formatted(id, id));
                }
            }
        }
    }

    private UsageKeys keys() {
        return keys.orElseThrow(() -> new IllegalStateException("a step at API Gateway where there is none"));
    }
}
