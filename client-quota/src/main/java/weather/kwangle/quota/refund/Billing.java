package weather.kwangle.quota.refund;

/** What a client pays for: said once, for everyone who gives permits back. */
public final class Billing {

    /** Looking at the account takes no permit, so there is none to give back. */
    private static final String FREE_OPERATION = "GET /usage";

    private static final int NOT_MODIFIED = 304;

    private Billing() {}

    /**
     * Whether a request for that operation took a permit.
     *
     * @param operation method and resource, such as {@code GET /forecast}
     */
    public static boolean isMetered(String operation) {
        return !operation.equals(FREE_OPERATION);
    }

    /**
     * Whether an answer of that status, if it reached the client and was not made from old data, keeps its permits: 2xx, and
     * 304, which says that what the client has is still true.
     */
    public static boolean keepsPermits(int status) {
        return (status >= 200 && status < 300) || status == NOT_MODIFIED;
    }
}
