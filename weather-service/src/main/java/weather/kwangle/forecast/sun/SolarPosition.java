package weather.kwangle.forecast.sun;

import java.time.Instant;

/**
 * The sun's place in the sky, independent of the observer: low-accuracy formulae of Jean Meeus, <em>Astronomical
 * Algorithms</em>, 2nd edition, chapters 22, 25 and 28, as the NOAA Solar Calculator uses them. Good to 0.01 degree
 * between 1950 and 2050.
 *
 * @param declination angle north of the celestial equator, radians
 * @param equationOfTimeMinutes apparent minus mean solar time, minutes
 */
public record SolarPosition(double declination, double equationOfTimeMinutes) {
    private static final double J2000 = 946_728_000;
    private static final double SECONDS_PER_CENTURY = 36_525 * 86_400.0;
    private static final double MINUTES_PER_RADIAN = 720 / Math.PI;

    /** The position at an instant; UTC stands for dynamical time, which moves the sun by less than 0.001 degree. */
    public static SolarPosition at(Instant instant) {
        return at(seconds(instant));
    }

    static SolarPosition at(double epochSecond) {
        double t = (epochSecond - J2000) / SECONDS_PER_CENTURY;
        double meanLongitude = Math.toRadians((280.46646 + t * (36_000.76983 + t * 0.0003032)) % 360);
        double meanAnomaly = Math.toRadians(357.52911 + t * (35_999.05029 - t * 0.0001537));
        double eccentricity = 0.016708634 - t * (0.000042037 + t * 0.0000001267);
        double centre = Math.sin(meanAnomaly) * (1.914602 - t * (0.004817 + t * 0.000014))
                + Math.sin(2 * meanAnomaly) * (0.019993 - t * 0.000101)
                + Math.sin(3 * meanAnomaly) * 0.000289;
        double node = Math.toRadians(125.04 - 1934.136 * t);
        double longitude = meanLongitude + Math.toRadians(centre - 0.00569 - 0.00478 * Math.sin(node));
        double obliquity = Math.toRadians(23.4392911 - t * 0.0130042 + 0.00256 * Math.cos(node));

        double y = Math.pow(Math.tan(obliquity / 2), 2);
        double equation = y * Math.sin(2 * meanLongitude)
                - 2 * eccentricity * Math.sin(meanAnomaly)
                + 4 * eccentricity * y * Math.sin(meanAnomaly) * Math.cos(2 * meanLongitude)
                - 0.5 * y * y * Math.sin(4 * meanLongitude)
                - 1.25 * eccentricity * eccentricity * Math.sin(2 * meanAnomaly);
        return new SolarPosition(Math.asin(Math.sin(obliquity) * Math.sin(longitude)), MINUTES_PER_RADIAN * equation);
    }

    /** Apparent solar time at a longitude (degrees east), hours from 0 (midnight) to below 24; noon is 12. */
    public double solarHour(Instant instant, double longitude) {
        return solarHour(seconds(instant), longitude);
    }

    double solarHour(double epochSecond, double longitude) {
        double hours = epochSecond / 3600 + equationOfTimeMinutes / 60 + longitude / 15;
        return hours - 24 * Math.floor(hours / 24);
    }

    /** Hours of sun on a day with this declination, horizon without refraction: 0 (polar night) to 24 (polar day). */
    public double daylightHours(double latitude) {
        double cosine = -Math.tan(Math.toRadians(latitude)) * Math.tan(declination);
        return 24 / Math.PI * Math.acos(Math.clamp(cosine, -1, 1));
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
