package weather.kwangle.infra;

import java.util.Locale;

/**
 * What each instance of the authorizer says about policies in lines of {@code type} audit, once for each change: their member
 * {@code event}. Those that begin with policy name the {@code document} too.
 */
enum PolicyEvent {
    /** It works with another document than before. */
    POLICY_CHANGED,
    /** It got one that it cannot read, and goes on with the one that it has. */
    POLICY_REFUSED,
    /** It got one that it can read again. */
    POLICY_MENDED,
    /** It cannot ask any more, and goes on with what it has. */
    POLICY_UNREACHABLE,
    /** It can ask again. */
    POLICY_REACHABLE,
    /** It begins to refuse something by hand. */
    BREAK_GLASS_BEGAN,
    /** It no longer does, because it was lifted or is over. */
    BREAK_GLASS_ENDED;

    /** {@code policy-changed}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
