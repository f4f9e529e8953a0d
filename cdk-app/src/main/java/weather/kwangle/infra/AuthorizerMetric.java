package weather.kwangle.infra;

/** Names of the metrics that the authorizer writes into its log itself (docs/adr/0015). */
final class AuthorizerMetric {
    static final String DECISIONS = "Decisions";
    static final String DECISION_TIME = "DecisionTime";
    static final String TOKEN_CACHE_HITS = "TokenCacheHits";
    static final String TOKEN_CACHE_MISSES = "TokenCacheMisses";
    static final String KEY_SET_FETCHES = "KeySetFetches";
    static final String KEY_SET_FETCH_FAILURES = "KeySetFetchFailures";
    static final String KEY_SET_AGE = "KeySetAge";
    static final String TABLE_READS = "TableReads";
    static final String TABLE_WRITES = "TableWrites";
    static final String PERMITS_RESERVED = "PermitsReserved";
    static final String PERMITS_ADMITTED = "PermitsAdmitted";
    static final String PERMITS_GIVEN_BACK = "PermitsGivenBack";
    static final String PERMITS_DROPPED = "PermitsDropped";
    static final String PERMITS_LOST = "PermitsLost";
    static final String PERMITS_IN_GRACE = "PermitsInGrace";
    static final String PERMITS_BOOKED = "PermitsBooked";

    private AuthorizerMetric() {}
}
