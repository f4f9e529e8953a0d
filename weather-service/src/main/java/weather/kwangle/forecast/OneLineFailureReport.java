package weather.kwangle.forecast;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why the service did not start; Boot's own report of a dozen lines is switched off beside it. */
final class OneLineFailureReport implements FailureAnalysisReporter {
    private static final Logger LOG = LoggerFactory.getLogger(OneLineFailureReport.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String why = Stream.of(
                        Optional.ofNullable(analysis.getDescription()), Optional.ofNullable(analysis.getAction()))
                .flatMap(Optional::stream)
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .collect(Collectors.joining(" "));
        LOG.error("weather-service cannot start: {}", why);
    }
}
