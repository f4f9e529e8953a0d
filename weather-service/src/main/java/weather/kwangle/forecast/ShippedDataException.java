package weather.kwangle.forecast;

import java.io.Serial;

/** The data in the jar cannot be read. */
final class ShippedDataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ShippedDataException(Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
