package weather.kwangle.forecast.climate;

/**
 * How a month's rain falls on its days: a share of days is wet, and the amounts of the wet days follow a Weibull
 * distribution. The wet share is the closed form {@code 1 - exp(-0.579 P^0.451 e^(-0.0345 T))}; it counts days with
 * measurable rain.
 *
 * @param mean rain a day over wet and dry days, mm
 * @param temperature mean temperature of those days, degrees Celsius
 */
record Rainfall(double mean, double temperature) {
    private static final double SHAPE = 0.7;
    /** Mean of a Weibull distribution of scale 1: gamma(1 + 1 / SHAPE). */
    private static final double MEAN_OF_UNIT_SCALE = 1.265823506057283;

    /** The same days with another amount of rain. */
    Rainfall times(double factor) {
        return new Rainfall(mean * factor, temperature);
    }

    double wetShare() {
        return -Math.expm1(-0.579 * Math.pow(mean, 0.451) * Math.exp(-0.0345 * temperature));
    }

    /** Probability that a day brings at least the amount, mm. */
    double probabilityOf(double amount) {
        double wet = wetShare();
        return wet == 0 ? 0 : wet * Math.exp(-Math.pow(amount / scale(wet), SHAPE));
    }

    /** The amount, mm, that a day exceeds with the probability. */
    double amountExceededWith(double probability) {
        double wet = wetShare();
        return wet <= probability ? 0 : scale(wet) * Math.pow(-Math.log(probability / wet), 1 / SHAPE);
    }

    private double scale(double wet) {
        return mean / wet / MEAN_OF_UNIT_SCALE;
    }
}
