package weather.kwangle.registry.command;

import weather.kwangle.policy.command.Desk;
import weather.kwangle.registry.Course;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.Step;
import weather.kwangle.registry.Wish;
import weather.kwangle.registry.aws.Registrar;

/** Carries a wish out, or says what that would be. */
record Changes(Desk desk, boolean dryRun) {

    /**
     * @param unchanged what to say if there is nothing to do
     * @return what stood before
     * @throws RegistryException if it is refused or a step fails
     */
    Observed carryOut(Registrar registrar, Wish wish, String unchanged) {
        Observed observed = registrar.observe(wish);
        Course.Go go = course(wish, observed);
        if (go.steps().isEmpty()) {
            desk.print("unchanged: " + unchanged);
        } else if (dryRun) {
            go.steps().forEach(this::would);
        } else {
            registrar.perform(go, this::done);
        }
        return observed;
    }

    /**
     * What there is to do.
     *
     * @throws RegistryException if it is refused
     */
    static Course.Go course(Wish wish, Observed observed) {
        return switch (Course.of(wish, observed)) {
            case Course.Refused(String reason) -> throw new RegistryException(reason);
            case Course.Go go -> go;
        };
    }

    void would(Step step) {
        desk.print("would " + step.sentence());
    }

    void done(Step step) {
        desk.print("done: " + step.sentence());
        desk.out().flush();
    }
}
