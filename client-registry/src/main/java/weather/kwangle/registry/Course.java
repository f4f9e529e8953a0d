package weather.kwangle.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;

/** What a wish comes to, as a client stands. */
public sealed interface Course {

    /**
     * What to do, in this order; nothing if all is as it should be.
     *
     * <p>The table is last: its plan is what lets a client in and what bounds it. Whoever is interrupted before leaves the
     * client with what it had at most.
     */
    record Go(List<Step> steps) implements Course {
        public Go {
            steps = List.copyOf(steps);
        }
    }

    /** It cannot be, and why, with what to do instead. */
    record Refused(String reason) implements Course {}

    /** The course from what stands to what is wished. */
    static Course of(Wish wish, Observed observed) {
        RegistryEntry entry = observed.entry();
        return switch (wish) {
            case Wish.Add(String id, String plan)
            when entry.plan().filter(other -> !other.equals(plan)).isPresent() ->
                new Refused("%s is a client already, with plan %s; to give it plan %s, use: client plan %s %s"
                        .formatted(id, entry.plan().get(), plan, id, plan));
            case Wish.Add(String id, String plan) -> withPlan(id, plan, observed);
            case Wish.ChangePlan(String id, String plan)
            when entry.plan().isEmpty() ->
                new Refused(
                        "the table gives %s no plan, so there is none to change; to make it a client, use: client add %s --plan %s"
                                .formatted(id, id, plan));
            case Wish.ChangePlan(String id, String plan) -> withPlan(id, plan, observed);
            case Wish.Suspend suspend -> suspend(suspend, entry);
            case Wish.Resume(String id, String by) ->
                entry.status() == Status.ACTIVE ? new Go(List.of()) : write(id, entry, entry.resumed(by));
        };
    }

    private static Course suspend(Wish.Suspend wish, RegistryEntry entry) {
        RegistryEntry next = entry.suspended(wish.by(), wish.why(), wish.until());
        return next.equals(entry) ? new Go(List.of()) : write(wish.clientId(), entry, next);
    }

    private static Course withPlan(String id, String plan, Observed observed) {
        var steps = new ArrayList<Step>();
        if (observed.key().isPresent()) {
            KeyState key = observed.key().get();
            if (!key.deployed().contains(plan)) {
                return new Refused(
                        "plan %s has no usage plan at API Gateway, which has those of %s; deploy the stacks first"
                                .formatted(plan, String.join(", ", new TreeSet<>(key.deployed()))));
            }
            steps.addAll(keySteps(id, plan, key));
        }
        if (!observed.entry().plan().equals(Optional.of(plan))) {
            steps.add(new Step.WriteEntry(id, observed.entry(), observed.entry().withPlan(plan)));
        }
        return new Go(steps);
    }

    private static List<Step> keySteps(String id, String plan, KeyState key) {
        var steps = new ArrayList<Step>();
        if (!key.exists()) {
            steps.add(new Step.CreateKey(id));
        }
        // API Gateway takes a key into a second usage plan of the same stage only once it has left the first.
        new TreeSet<>(key.joined())
                .stream()
                        .filter(other -> !other.equals(plan))
                        .forEach(other -> steps.add(new Step.LeaveUsagePlan(id, other)));
        if (!key.joined().contains(plan)) {
            steps.add(new Step.JoinUsagePlan(id, plan));
        }
        return steps;
    }

    private static Course write(String id, RegistryEntry seen, RegistryEntry next) {
        return new Go(List.of(new Step.WriteEntry(id, seen, next)));
    }
}
