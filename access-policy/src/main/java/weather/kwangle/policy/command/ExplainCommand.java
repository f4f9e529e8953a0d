package weather.kwangle.policy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.explain.Explainer;
import weather.kwangle.policy.explain.Explanation;
import weather.kwangle.policy.explain.TokenClaims;
import weather.kwangle.policy.explain.TokenException;

@Command(
        name = "explain",
        description = {
            "Tells why a request is let in or refused, which rules say so, and what would change it.",
            "Claims are taken as they are: signature and expiry of a token are not looked at, and no token is printed."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    private final PolicyArgument policy = new PolicyArgument();

    @Option(names = "--method", required = true, paramLabel = "METHOD", description = "GET, POST and so on.")
    private String method = "";

    @Option(
            names = "--path",
            required = true,
            paramLabel = "PATH",
            description = "Below the API's base path: /forecast.")
    private String path = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Who who = new Who();

    static final class Who {
        @Option(
                names = "--token",
                paramLabel = "FILE",
                description = "A file with an access token; - is standard input.")
        private @Nullable Path token;

        @Option(
                names = "--claims",
                paramLabel = "CLAIMS",
                description = "Claims of a token, JSON or YAML: a file, or the text itself if it begins with {.")
        private @Nullable String claims;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Named named;
    }

    static final class Named {
        @Option(names = "--client", required = true, paramLabel = "ID", description = "The client that asks.")
        private String client = "";

        @Option(
                names = "--scopes",
                split = ",",
                paramLabel = "SCOPE",
                description = "Scopes of its token, with commas; the resource server's name may be left out.")
        private List<String> scopes = List.of();

        @Option(
                names = "--groups",
                split = ",",
                paramLabel = "GROUP",
                description = "Groups of its token, with commas.")
        private List<String> groups = List.of();

        @Option(
                names = "--audiences",
                split = ",",
                paramLabel = "URI",
                description = "What its token is for, with commas; nothing, if left out, as Cognito's tokens are.")
        private List<String> audiences = List.of();
    }

    @Option(
            names = "--table-plan",
            paramLabel = "PLAN",
            description = "The plan that the registry table gives the client.")
    private Optional<String> tablePlan = Optional.empty();

    @Option(names = "--at", paramLabel = "TIME", description = "When it asks (RFC 3339, UTC); now, if left out.")
    private Optional<Instant> at = Optional.empty();

    ExplainCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException, PolicyParseException, TokenException {
        LocatedPolicy located = policy.read(desk);
        TokenClaims claims = claims(located.policy());
        Explanation explanation = Explainer.explain(
                located,
                new Caller(claims.clientId(), claims.scopes(), claims.groups(), claims.audiences(), tablePlan),
                method,
                path,
                at.orElseGet(desk.clock()::instant));
        print(explanation);
        return 0;
    }

    private TokenClaims claims(AccessPolicy asked) throws IOException, PolicyParseException, TokenException {
        if (who.token != null) {
            return TokenClaims.ofToken(desk.text(who.token));
        }
        if (who.claims != null) {
            return who.claims.stripLeading().startsWith("{")
                    ? TokenClaims.parse("--claims", who.claims)
                    : TokenClaims.parse(desk.nameOf(Path.of(who.claims)), desk.text(Path.of(who.claims)));
        }
        Named named = who.named == null ? new Named() : who.named;
        Set<String> scopes = named.scopes.stream().map(asked::scopeInToken).collect(Collectors.toSet());
        return new TokenClaims(named.client, scopes, new HashSet<>(named.groups), new HashSet<>(named.audiences));
    }

    private void print(Explanation explanation) {
        desk.print(
                explanation.allowed()
                        ? desk.paint().good("allowed")
                        : desk.paint().bad("denied") + ": " + explanation.reason());
        desk.print("");
        desk.print(desk.paint().heading("because"));
        for (Explanation.Ground ground : explanation.grounds()) {
            desk.print("  "
                    + ground.place().map(place -> place.fileAndLine() + ": ").orElse("") + ground.sentence());
        }
        if (!explanation.changes().isEmpty()) {
            desk.print("");
            desk.print(desk.paint().heading(explanation.allowed() ? "refused would be" : "let in with one of"));
            explanation.changes().forEach(change -> desk.print("  " + change));
        }
    }
}
