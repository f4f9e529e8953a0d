package weather.kwangle.infra;

import java.util.Locale;

/** What an instance of the authorizer says about admitting requests without the quota table, in lines of {@code type} ledger. */
enum GraceEvent {
    /** It begins to. */
    GRACE_BEGAN,
    /** It has done so for another minute. */
    GRACE_LASTS,
    /** It no longer has to. */
    GRACE_ENDED;

    /** {@code grace-began}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
