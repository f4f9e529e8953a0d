package weather.kwangle.forecast.batch;

import java.util.List;

/** What became of a batch's body. */
sealed interface BatchReading {

    /** The body is what the contract says. */
    record Read(BatchRequest request) implements BatchReading {}

    /**
     * It is not.
     *
     * @param errors the first of them, in the order of the body; at least one
     * @param total how many there are
     */
    record Refused(List<BodyError> errors, int total) implements BatchReading {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
