package weather.kwangle.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a caller may use one operation. */
public sealed interface Verdict {

    /**
     * One sentence for the client, of letters, digits, spaces and {@code . , : / - _} only: it is printed into a JSON body
     * by a template that escapes nothing.
     */
    String reason();

    /** The caller may. */
    record Allowed() implements Verdict {
        @Override
        public String reason() {
            return "allowed";
        }
    }

    /**
     * Scopes are missing.
     *
     * @param allOf scopes of which every one is needed and missing
     * @param anyOf scopes of which one is needed and none is there
     * @param withheld those of both that the token has but the policy lets this client not use
     */
    record MissingScope(Set<String> allOf, Set<String> anyOf, Set<String> withheld) implements Verdict {
        public MissingScope {
            allOf = Set.copyOf(allOf);
            anyOf = Set.copyOf(anyOf);
            withheld = Set.copyOf(withheld);
        }

        @Override
        public String reason() {
            List<String> needs = new ArrayList<>();
            if (!allOf.isEmpty()) {
                needs.add((allOf.size() == 1 ? "missing scope " : "missing scopes ") + sorted(allOf));
            }
            if (!anyOf.isEmpty()) {
                needs.add((anyOf.size() == 1 ? "missing scope " : "missing one of the scopes ") + sorted(anyOf));
            }
            String sentence = String.join(", and ", needs);
            return SafeText.of(
                    withheld.isEmpty()
                            ? sentence
                            : sentence + ": the token has " + sorted(withheld) + ", which this client may not use");
        }

        private static String sorted(Set<String> scopes) {
            return String.join(", ", new TreeSet<>(scopes));
        }
    }

    /**
     * Refused by hand for a while.
     *
     * @param subject what is refused: a client id or an operation
     * @param by who refused it; for logs
     * @param why why; for logs, a client is not told
     * @param until when it ends by itself
     */
    record BrokenGlass(String subject, String by, String why, Instant until) implements Verdict {
        @Override
        public String reason() {
            return SafeText.of(subject + " is suspended until " + until);
        }
    }
}
