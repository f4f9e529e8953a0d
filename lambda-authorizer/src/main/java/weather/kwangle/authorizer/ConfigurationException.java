package weather.kwangle.authorizer;

/** The environment is not as expected. The message names the variable and what belongs there, and holds no secret. */
public final class ConfigurationException extends RuntimeException {
    ConfigurationException(String variable, String what, String expected) {
        super("%s %s; expected %s".formatted(variable, what, expected));
    }
}
