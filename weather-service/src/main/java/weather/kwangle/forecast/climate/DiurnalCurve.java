package weather.kwangle.forecast.climate;

import java.time.Instant;
import weather.kwangle.forecast.sun.SolarPosition;

/**
 * The shape of the temperature over a day: lowest at sunrise, highest two and a half hours after solar noon, two halves
 * of a cosine between. Where the sun stays low, most of the day's range is weather and not its hour, so the shape
 * flattens.
 */
final class DiurnalCurve {
    private static final double WARMEST_HOUR = 14.5;
    private static final double FULL_DAY_HOURS = 10;
    private static final double FLATTEST = 0.3;

    private DiurnalCurve() {}

    /** From -1 (the daily minimum) to 1 (the maximum); the mean over a day is zero. */
    static double at(double latitude, double longitude, Instant when) {
        SolarPosition sun = SolarPosition.at(when);
        double daylight = sun.daylightHours(Math.clamp(latitude, -89, 89));
        double sunrise = 12 - Math.clamp(daylight, 6, 20) / 2;
        double warming = WARMEST_HOUR - sunrise;
        double sinceSunrise = (sun.solarHour(when, longitude) - sunrise + 24) % 24;
        double shape = sinceSunrise < warming
                ? -Math.cos(Math.PI * sinceSunrise / warming)
                : Math.cos(Math.PI * (sinceSunrise - warming) / (24 - warming));
        return shape * (FLATTEST + (1 - FLATTEST) * Math.min(1, daylight / FULL_DAY_HOURS));
    }
}
