package weather.kwangle.infra;

/** A setting is wrong; the message is one line that says which, where, and what was expected. */
final class SettingsException extends RuntimeException {
    SettingsException(String message) {
        super(message);
    }
}
