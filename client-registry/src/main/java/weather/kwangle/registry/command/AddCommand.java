package weather.kwangle.registry.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.registry.AppClients;
import weather.kwangle.registry.AppClients.AppClient;
import weather.kwangle.registry.Course;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.Step;
import weather.kwangle.registry.Wish;
import weather.kwangle.registry.aws.Registrar;

@Command(
        name = "add",
        description = {
            "Makes a client: its plan in the table and, in an environment, its app client and its API key.",
            "Doing it twice changes nothing. Another plan is given with: client plan."
        })
final class AddCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The app client's id; in an environment also its name, which a new app client gets.")
    private String id = "";

    @Option(names = "--plan", paramLabel = "PLAN", required = true, description = "A plan of the access policy.")
    private String plan = "";

    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            split = ",",
            description = "What a new app client may ask for, such as read:forecast; none, if left out.")
    private Set<String> scopes = new TreeSet<>();

    @Mixin
    private final DryRun dryRun = new DryRun();

    @Mixin
    private final Where where = new Where();

    AddCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, UsageException {
        LocatedPolicy policy = where.policy(around.desk());
        Checks.clientId(id);
        Checks.planOfTable(policy, id, plan);
        Set<String> wanted = inTokens(policy.policy());
        Changes changes = dryRun.changes(around.desk());
        try (Connections connections = where.open(around)) {
            Registrar registrar = connections.registrar(around.desk().clock());
            Optional<AppClients> appClients = connections.appClients();
            if (appClients.isEmpty()) {
                if (!scopes.isEmpty()) {
                    throw new UsageException(
                            "--scopes are an app client's, and this table has none beside it; name --environment, or leave them out");
                }
                add(registrar, changes, id);
                return 0;
            }
            Optional<AppClient> there = appClients.get().find(id);
            if (there.isPresent()) {
                requireScopes(there.get(), wanted);
                String real = there.get().id();
                if (!real.equals(id)) {
                    around.desk().print("app client %s has the id %s".formatted(id, real));
                    Checks.planOfTable(policy, real, plan);
                }
                add(registrar, changes, real);
                return 0;
            }
            var creation = new Step.CreateAppClient(id, wanted);
            // What cannot be is found out before there is an app client without a plan.
            Course.Go rest =
                    Changes.course(new Wish.Add("the id that Cognito gives", plan), registrar.observeNobody(id));
            if (dryRun.isAsked()) {
                changes.would(creation);
                rest.steps().forEach(changes::would);
                return 0;
            }
            add(registrar, changes, create(appClients.get(), creation, changes));
            return 0;
        }
    }

    private void add(Registrar registrar, Changes changes, String client) {
        Observed before =
                changes.carryOut(registrar, new Wish.Add(client, plan), client + " is a client with plan " + plan);
        around.noteSuspension(client, before.entry());
    }

    /** The secret is printed here, and nowhere else: it is not asked for again, and no message holds it. */
    private String create(AppClients appClients, Step.CreateAppClient creation, Changes changes) {
        AppClients.Created created;
        try {
            created = appClients.create(creation);
        } catch (SdkException e) {
            throw Registrar.failed(creation, e);
        }
        changes.done(creation);
        around.desk().print("id      " + created.id());
        around.desk().print("secret  " + created.secret() + "   (shown this once)");
        around.desk().out().flush();
        return created.id();
    }

    private void requireScopes(AppClient there, Set<String> wanted) {
        if (!scopes.isEmpty() && !there.scopes().equals(wanted)) {
            throw new RegistryException(
                    "app client %s is there with scopes %s, expected %s; leave --scopes out to keep them, or change them in Cognito"
                            .formatted(there.id(), sorted(there.scopes()), sorted(wanted)));
        }
    }

    private static String sorted(Set<String> scopes) {
        return scopes.isEmpty() ? "none" : String.join(", ", new TreeSet<>(scopes));
    }

    private Set<String> inTokens(AccessPolicy policy) throws UsageException {
        Set<String> known = policy.operations().stream()
                .flatMap(operation -> policy.requirement(operation).scopes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String scope : scopes) {
            if (!known.contains(scope)) {
                throw new UsageException(
                        "scope '%s' opens nothing, expected one of %s".formatted(scope, String.join(", ", known)));
            }
        }
        return scopes.stream()
                .map(scope -> policy.resourceServer() + "/" + scope)
                .collect(Collectors.toUnmodifiableSet());
    }
}
