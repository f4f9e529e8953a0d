package weather.kwangle.infra;

import java.util.Locale;

/** What the authorizer says about policies in lines of {@code type} audit: their member {@code event}. */
enum PolicyEvent {
    /** An instance decides by another policy than before. */
    POLICY_CHANGED,
    /** An instance got a policy that it cannot read, and goes on with the one that it has. */
    POLICY_REFUSED,
    /** An instance cannot ask for policies, and goes on with the one that it has. */
    POLICY_UNREACHABLE,
    /** An instance begins to refuse something by hand. */
    BREAK_GLASS_BEGAN,
    /** An instance no longer does, because it was lifted or is over. */
    BREAK_GLASS_ENDED;

    /** {@code policy-changed}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
