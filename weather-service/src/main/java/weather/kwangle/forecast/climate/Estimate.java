package weather.kwangle.forecast.climate;

/**
 * A value and its 80 % band: one such day (or hour) in ten falls below {@code low}, one in ten above {@code high}. The
 * band holds the weather's own variation and what the climatology does not know.
 *
 * @param value the expected value
 * @param low the band's lower end, at most the value
 * @param high the band's upper end, at least the value
 */
public record Estimate(double value, double low, double high) {
    /** @throws IllegalArgumentException if the numbers are not finite or not in order */
    public Estimate {
        if (!(low <= value && value <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "not an estimate: low %s, value %s, high %s".formatted(low, value, high));
        }
    }

    /** An estimate whose error is as large upwards as downwards. */
    static Estimate within(double value, double reach) {
        return new Estimate(value, value - reach, value + reach);
    }
}
