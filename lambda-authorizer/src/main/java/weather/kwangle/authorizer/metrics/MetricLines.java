package weather.kwangle.authorizer.metrics;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.authorizer.snapshot.Renewable;

/**
 * Metrics as lines of the log in the embedded metric format (Amazon CloudWatch user guide, "Specification: Embedded metric
 * format"), from which CloudWatch makes metrics by itself.
 *
 * <p>Decisions are gathered, and told with the first decision that comes a minute after the last lines, or with the
 * hundredth, the most values that the format has room for; the very first is told at once. An instance that ends takes with
 * it what it has not told, so nothing that somebody is woken up for may be counted here only (docs/adr/0015).
 */
public final class MetricLines implements DecisionMetrics, Renewable {
    /** Decisions are not held back for longer, as long as others follow. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    /** The format's limit for the values of one metric. */
    public static final int MOST_DECISIONS = 100;

    private static final String BY_DECISION = "[\"" + DecisionName.DECISION + "\"]";
    private static final String BY_CAUSE = "[\"" + DecisionName.DECISION + "\",\"" + DecisionName.CAUSE + "\"]";

    private final String namespace;
    private final PrintStream out;
    private final Clock clock;
    private final Map<MetricName, Count> counters;
    private final Function<Instant, OptionalLong> keySetAge;

    private final int[] micros = new int[MOST_DECISIONS];
    private final Map<DecisionName, Integer> tally = new LinkedHashMap<>();
    private int decisions;
    private Instant firstAt = Instant.MIN;
    private Instant lastAt = Instant.MIN;
    private Instant toldAt = Instant.MIN;

    /**
     * @param namespace of the metrics in CloudWatch, in printable ASCII
     * @param out the function's log
     * @param counters what else is counted
     * @param keySetAge seconds since the key set was asked for, at a moment
     */
    public MetricLines(
            String namespace,
            PrintStream out,
            Clock clock,
            Map<MetricName, ? extends Count> counters,
            Function<Instant, OptionalLong> keySetAge) {
        this.namespace = namespace;
        this.out = out;
        this.clock = clock;
        this.counters = Map.copyOf(counters);
        this.keySetAge = keySetAge;
    }

    @Override
    public void decided(DecisionName name, Duration took) {
        told(name, took).forEach(line -> line.printTo(out));
    }

    /** The lines that are due, built under the lock and printed outside of it. */
    private synchronized List<JsonLine> told(DecisionName name, Duration took) {
        Instant now = clock.instant();
        // Lambda freezes an instance between requests: what was decided before a pause counts for the time before it.
        List<JsonLine> due = decisions > 0 && isPast(firstAt, now) ? lines(lastAt) : List.of();
        if (decisions == 0) {
            firstAt = now;
        }
        lastAt = now;
        micros[decisions++] = (int) Math.min(took.toNanos() / 1_000, Integer.MAX_VALUE);
        tally.merge(name, 1, Integer::sum);
        if (decisions < MOST_DECISIONS && !isPast(toldAt, now)) {
            return due;
        }
        List<JsonLine> all = new ArrayList<>(due);
        all.addAll(lines(now));
        toldAt = now;
        return all;
    }

    private static boolean isPast(Instant since, Instant now) {
        return since.equals(Instant.MIN) || !now.isBefore(since.plus(INTERVAL)) || now.isBefore(since);
    }

    private List<JsonLine> lines(Instant at) {
        List<JsonLine> lines = new ArrayList<>();
        tally.forEach((name, count) -> lines.add(decisions(at, name, count)));
        lines.add(instance(at));
        tally.clear();
        decisions = 0;
        return lines;
    }

    private JsonLine decisions(Instant at, DecisionName name, int count) {
        boolean hasCause = name.cause().isPresent();
        String dimensions = hasCause ? "[" + BY_DECISION + "," + BY_CAUSE + "]" : "[" + BY_DECISION + "]";
        JsonLine line =
                line(at, dimensions, Stream.of(MetricName.DECISIONS)).text(DecisionName.DECISION, name.decision());
        name.cause().ifPresent(cause -> line.text(DecisionName.CAUSE, cause));
        return line.number(MetricName.DECISIONS.text(), count);
    }

    private JsonLine instance(Instant at) {
        Map<MetricName, Long> values = new LinkedHashMap<>();
        counters.forEach((name, counter) -> {
            long count = counter.take();
            if (count > 0) {
                values.put(name, count);
            }
        });
        keySetAge.apply(at).ifPresent(seconds -> values.put(MetricName.KEY_SET_AGE, seconds));
        JsonLine line = line(at, "[[]]", Stream.concat(Stream.of(MetricName.DECISION_TIME), values.keySet().stream()))
                .numbers(MetricName.DECISION_TIME.text(), micros, decisions);
        values.forEach((name, value) -> line.number(name.text(), value));
        return line;
    }

    private JsonLine line(Instant at, String dimensions, Stream<MetricName> names) {
        String definitions = names.map(name -> "{\"Name\":\"" + name.text() + "\",\"Unit\":\"" + name.unit() + "\"}")
                .collect(Collectors.joining(","));
        return new JsonLine(1024)
                .json(
                        "_aws",
                        "{\"Timestamp\":" + at.toEpochMilli() + ",\"CloudWatchMetrics\":[{\"Namespace\":\"" + namespace
                                + "\",\"Dimensions\":" + dimensions + ",\"Metrics\":[" + definitions + "]}]}")
                .text("type", "metrics");
    }

    /** Every copy that wakes up from a snapshot would tell it again. */
    @Override
    public synchronized void forget() {
        counters.values().forEach(Count::take);
        tally.clear();
        decisions = 0;
        firstAt = Instant.MIN;
        lastAt = Instant.MIN;
        toldAt = Instant.MIN;
    }
}
