package weather.kwangle.forecast.batch;

import weather.kwangle.forecast.problem.Problem;
import weather.kwangle.forecast.problem.ProblemException;
import weather.kwangle.forecast.problem.ProblemKind;

/** The body of a batch request. */
public final class BatchBody {
    /** The largest body that is read: a thousand long names in any script. */
    public static final int MAX_BYTES = 256 * 1024;

    private BatchBody() {}

    /**
     * Reads a body.
     *
     * @throws ProblemException if it is not what the contract says
     */
    public static BatchRequest read(byte[] body) {
        return switch (BatchRequestReader.read(body)) {
            case BatchReading.Read(BatchRequest request) -> request;
            case BatchReading.Refused refused -> throw new ProblemException(problem(refused));
        };
    }

    private static Problem problem(BatchReading.Refused refused) {
        int listed = refused.errors().size();
        String detail = "The request body has %d error%s%s."
                .formatted(
                        refused.total(),
                        refused.total() == 1 ? "" : "s",
                        listed < refused.total() ? "; the first " + listed + " are listed" : "");
        return Problem.of(ProblemKind.INVALID_BODY, detail).with("errors", refused.errors());
    }
}
