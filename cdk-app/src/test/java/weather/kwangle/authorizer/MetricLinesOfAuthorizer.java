package weather.kwangle.authorizer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.MetricLines;
import weather.kwangle.authorizer.metrics.MetricName;

/** Metrics as the authorizer prints them into its log group, of every decision and with every counter. */
public final class MetricLinesOfAuthorizer {
    private MetricLinesOfAuthorizer() {}

    public static List<String> in(String namespace) {
        Map<MetricName, Counter> counters = EnumSet.complementOf(
                        EnumSet.of(MetricName.DECISIONS, MetricName.DECISION_TIME, MetricName.KEY_SET_AGE))
                .stream()
                .collect(Collectors.toMap(Function.identity(), _ -> new Counter()));
        counters.values().forEach(Counter::increment);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutcomeNames.all()
                .forEach(name -> new MetricLines(
                                namespace,
                                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                                Clock.systemUTC(),
                                counters,
                                _ -> OptionalLong.of(60))
                        .decided(name, Duration.ofMillis(3)));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
