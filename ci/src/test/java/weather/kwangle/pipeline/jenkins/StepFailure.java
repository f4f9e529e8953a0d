package weather.kwangle.pipeline.jenkins;

/** A step did not succeed; the build fails, unless somebody catches it. */
final class StepFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    StepFailure(String message) {
        super(message);
    }
}
