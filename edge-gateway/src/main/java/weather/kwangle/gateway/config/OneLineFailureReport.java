package weather.kwangle.gateway.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why the gateway did not start; Boot's own report has a dozen and is switched off beside it. */
final class OneLineFailureReport implements FailureAnalysisReporter {
    private static final Logger LOG = LoggerFactory.getLogger(OneLineFailureReport.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String why = Stream.of(String.valueOf(analysis.getDescription()), textOf(analysis.getAction()))
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        LOG.error("edge-gateway cannot start: {}", why);
    }

    private static String textOf(@Nullable String action) {
        return action == null ? "" : action;
    }
}
