package weather.kwangle.authorizer.metrics;

/** The metrics of the function, with CloudWatch's names of their units ({@code MetricDatum}, CloudWatch API reference). */
public enum MetricName {
    /** By {@link DecisionName#DECISION}, and by that and {@link DecisionName#CAUSE} where something is refused. */
    DECISIONS("Decisions", "Count"),
    /** From the event's bytes to the decision, one value for each. */
    DECISION_TIME("DecisionTime", "Microseconds"),
    /** Tokens that were remembered. */
    TOKEN_CACHE_HITS("TokenCacheHits", "Count"),
    /** Tokens that had to be verified, good or bad. */
    TOKEN_CACHE_MISSES("TokenCacheMisses", "Count"),
    /** Key sets that the issuer was asked for, and gave. */
    KEY_SET_FETCHES("KeySetFetches", "Count"),
    /** Key sets that could not be had. */
    KEY_SET_FETCH_FAILURES("KeySetFetchFailures", "Count"),
    /** How long ago the key set in use was asked for. */
    KEY_SET_AGE("KeySetAge", "Seconds"),
    /** Reads of the quota table, of registry entries above all. */
    TABLE_READS("TableReads", "Count"),
    /** Writes to the quota table, the refused ones included. */
    TABLE_WRITES("TableWrites", "Count"),
    /** Permits that charges took from clients' quotas. */
    PERMITS_RESERVED("PermitsReserved", "Count"),
    /** Of these, the ones that let a request in. */
    PERMITS_ADMITTED("PermitsAdmitted", "Count"),
    /** Permits that nobody used, and that a later charge gave back to day and month. */
    PERMITS_GIVEN_BACK("PermitsGivenBack", "Count"),
    /** Permits that nobody used, and that stay counted. */
    PERMITS_DROPPED("PermitsDropped", "Count"),
    /** Permits in charges without an answer: counted or not, nobody knows. */
    PERMITS_LOST("PermitsLost", "Count"),
    /** Permits that let a request in while the table was away. */
    PERMITS_IN_GRACE("PermitsInGrace", "Count"),
    /** Of these, the ones that were counted afterwards. */
    PERMITS_BOOKED("PermitsBooked", "Count");

    private final String text;
    private final String unit;

    MetricName(String text, String unit) {
        this.text = text;
        this.unit = unit;
    }

    /** As CloudWatch has it. */
    public String text() {
        return text;
    }

    /** As CloudWatch has it. */
    public String unit() {
        return unit;
    }
}
