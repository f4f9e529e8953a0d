package weather.kwangle.registry.command;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.policy.VisibleText;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;

/** What is refused before anything is looked at. */
final class Checks {
    private static final Pattern UNSEEN = Pattern.compile("[" + VisibleText.UNSEEN + "]");

    private Checks() {}

    /** A text that may be shown, whatever is in it. */
    static String printable(String text) {
        return UNSEEN.matcher(text).replaceAll("?");
    }

    static void clientId(String id) throws UsageException {
        if (!ClientRule.CLIENT_ID.matcher(id).matches()) {
            throw new UsageException(
                    "client id '%s' is none, expected 1 to 128 letters, digits, dots, underscores, pluses and hyphens"
                            .formatted(printable(id)));
        }
    }

    /** That the table may give the client that plan. */
    static void planOfTable(LocatedPolicy policy, String id, String plan) throws UsageException {
        if (policy.policy().clientIds().contains(id)) {
            throw new UsageException(
                    "the policy names %s at %s, and its plan there is the one that counts; change it there, or take the client out of the file first"
                            .formatted(
                                    id, policy.placeOf(new Part.ClientEntry(id)).fileAndLine()));
        }
        if (id.equals(UsageKey.UNKNOWN_CLIENT)) {
            throw new UsageException(
                    "'%s' stands for all clients that nobody knows, expected a client of its own".formatted(id));
        }
        if (!policy.policy().plans().containsKey(plan)) {
            throw new UsageException("%s has no plan '%s', expected one of %s; a new plan is added there first"
                    .formatted(
                            policy.placeOf(new Part.Audience()).file(),
                            printable(plan),
                            String.join(", ", policy.policy().plans().keySet())));
        }
    }

    static void text(String option, String text) throws UsageException {
        if (text.isBlank() || text.length() > DynamoDbClientRegistry.MAX_TEXT) {
            throw new UsageException("%s has %d characters, expected 1 to %d"
                    .formatted(option, text.strip().length(), DynamoDbClientRegistry.MAX_TEXT));
        }
        if (UNSEEN.matcher(text).find()) {
            throw new UsageException(
                    "%s has a character that is not seen, expected one line of text".formatted(option));
        }
    }

    static void future(Optional<Instant> until, Instant now) throws UsageException {
        if (until.filter(end -> !end.isAfter(now)).isPresent()) {
            throw new UsageException("--until %s is over, expected a time after %s".formatted(until.get(), now));
        }
    }
}
