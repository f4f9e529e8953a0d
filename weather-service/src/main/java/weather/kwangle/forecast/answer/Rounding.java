package weather.kwangle.forecast.answer;

/** A climatology has no use for more digits than these; rounding never turns a band inside out. */
final class Rounding {
    private Rounding() {}

    static double toTenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
