package weather.kwangle.forecast;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when the shipped data is damaged: nothing but another jar will help. */
final class ShippedDataFailureAnalyzer extends AbstractFailureAnalyzer<ShippedDataException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ShippedDataException cause) {
        return new FailureAnalysis(
                "The shipped data cannot be read: " + cause.getMessage(),
                "Expected the data that the build put into the jar. Build or fetch weather-service.jar again.",
                cause);
    }
}
