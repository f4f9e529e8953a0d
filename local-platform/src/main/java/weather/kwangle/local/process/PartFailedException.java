package weather.kwangle.local.process;

import java.net.URI;
import java.time.Duration;

/** A part did not start, or ended by itself. The message names it and shows the end of its log. */
public final class PartFailedException extends Exception {
    private static final int LOG_LINES = 15;

    private PartFailedException(String message) {
        super(message);
    }

    /** The part ended with an exit code although nobody asked it to. */
    public static PartFailedException ended(Child child, int exitCode) {
        return new PartFailedException(child.name() + " ended with exit code " + exitCode + endOfLog(child));
    }

    static PartFailedException silent(Child child, URI probe, Duration timeout) {
        return new PartFailedException(child.name() + " did not answer at " + probe + " within " + timeout.toSeconds()
                + " s" + endOfLog(child));
    }

    /** The part could not be started at all. */
    public static PartFailedException notStarted(String name, String reason) {
        return new PartFailedException(name + " could not be started: " + reason);
    }

    /** Where the log of a part is, and how it ends; begins with a line break. */
    public static String endOfLog(Child child) {
        return "\nthe end of " + child.log() + ":\n  " + String.join("\n  ", child.lastLines(LOG_LINES));
    }
}
