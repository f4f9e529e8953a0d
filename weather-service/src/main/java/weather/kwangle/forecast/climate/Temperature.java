package weather.kwangle.forecast.climate;

/**
 * Temperature of a place in a part of the year, degrees Celsius and kelvins.
 *
 * @param mean mean of the days
 * @param halfRange from the mean to the usual maximum, and down to the usual minimum
 * @param spread standard deviation of the days' means around their normal
 * @param doubt standard error of the normal itself
 */
record Temperature(double mean, double halfRange, double spread, double doubt) {

    /** Standard deviation of one day's mean from {@code mean}. */
    double deviationOfDay() {
        return Math.hypot(spread, doubt);
    }

    /** Standard deviation of a single moment, or of a day's extreme: these vary more than the mean of a day. */
    double deviationOfMoment() {
        return Math.hypot(Math.hypot(1.15 * spread, 0.3 * halfRange), doubt);
    }
}
