package weather.kwangle.gateway.config;

import org.springframework.boot.ExitCodeGenerator;

/** A setting is missing or malformed; the message names the environment variable and says what to do. */
public final class InvalidSetting extends RuntimeException implements ExitCodeGenerator {
    private static final int USAGE_ERROR = 2;

    InvalidSetting(String message) {
        super(message);
    }

    @Override
    public int getExitCode() {
        return USAGE_ERROR;
    }
}
