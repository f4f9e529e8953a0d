package weather.kwangle.pipeline.jenkins;

/** A build is ended from outside: a human refuses, or a time-out runs out. It counts as aborted. */
final class Interruption extends RuntimeException {

    private static final long serialVersionUID = 1;

    Interruption(String message) {
        super(message);
    }
}
