package weather.kwangle.quota.refund;

/** Which answers a client pays for. */
public final class BilledAnswer {

    private static final int NOT_MODIFIED = 304;

    private BilledAnswer() {}

    /**
     * Whether an answer of that status, which reached the client and was not made from old data, keeps its permits: 2xx, and
     * 304, which says that what the client has is still true.
     */
    public static boolean hasStatus(int status) {
        return (status >= 200 && status < 300) || status == NOT_MODIFIED;
    }
}
