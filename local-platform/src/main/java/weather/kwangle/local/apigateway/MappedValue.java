package weather.kwangle.local.apigateway;

import java.util.Optional;

/**
 * The right side of a parameter mapping.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html">API
 *     Gateway request and response data mapping reference</a>
 */
sealed interface MappedValue {
    /** {@code context.…}: a variable of the request, without the prefix. */
    record Variable(String name) implements MappedValue {}

    /** A constant in single quotes. */
    record Constant(String text) implements MappedValue {}

    static MappedValue parse(String where, String expression) throws ContractException {
        if (expression.startsWith("context.")) {
            return new Variable(expression.substring("context.".length()));
        }
        if (expression.length() >= 2 && expression.startsWith("'") && expression.endsWith("'")) {
            return new Constant(expression.substring(1, expression.length() - 1));
        }
        throw new ContractException(
                where + " is \"" + expression + "\"; the stand-in maps context.… and 'constants' only");
    }

    default Optional<String> value(Variables variables) {
        return switch (this) {
            case Variable(String name) -> variables.find(name);
            case Constant(String text) -> Optional.of(text);
        };
    }
}
