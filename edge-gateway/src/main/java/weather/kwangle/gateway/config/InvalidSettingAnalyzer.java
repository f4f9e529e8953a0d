package weather.kwangle.gateway.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts our own sentence about a setting before Boot's general one about binding. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSettingAnalyzer extends AbstractFailureAnalyzer<InvalidSetting> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSetting cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
