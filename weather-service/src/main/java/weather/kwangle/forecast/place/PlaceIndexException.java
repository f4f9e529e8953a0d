package weather.kwangle.forecast.place;

import java.io.Serial;

/** The place index cannot be read: it is missing, cut short, altered, or of another version. */
public final class PlaceIndexException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    PlaceIndexException(String message) {
        super(message);
    }

    PlaceIndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
