package weather.kwangle.policy.compile;

import java.util.Locale;

/** A compiled policy that cannot be delivered. */
public final class PolicyTooLargeException extends Exception {
    PolicyTooLargeException(int bytes, int most) {
        super(String.format(
                Locale.ROOT,
                "the compiled policy has %,d bytes, expected at most %,d: give clients their plan in the table instead",
                bytes,
                most));
    }
}
