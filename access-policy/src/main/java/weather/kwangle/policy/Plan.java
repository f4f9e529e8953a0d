package weather.kwangle.policy;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * What a client may use up.
 *
 * @param name the plan's name, lower-case letters, digits and hyphens
 * @param ratePerSecond sustained permits per second, more than 0
 * @param burst permits that may be taken at once after a pause, at least 1; they refill within a day
 * @param day permits of one UTC calendar day, or no such limit
 * @param month permits of one UTC calendar month, or no such limit
 */
public record Plan(String name, double ratePerSecond, long burst, OptionalLong day, OptionalLong month) {
    /** The rate as the policy writes it, {@code 0.5/s}. */
    public String rate() {
        return BigDecimal.valueOf(ratePerSecond).stripTrailingZeros().toPlainString() + "/s";
    }

    /** What API Gateway lets through of a client of this plan. */
    public Backstop backstop() {
        return Backstop.of(this);
    }
}
