package weather.kwangle.forecast.climate;

/**
 * What one day of the year is like at a place. Humidity, pressure, cloud and gusts are left out: the sources do not
 * carry them by month.
 *
 * @param temperatureMean mean air temperature at 2 m, degrees Celsius
 * @param temperatureMaximum highest temperature of the day, degrees Celsius
 * @param temperatureMinimum lowest temperature of the day, degrees Celsius
 * @param precipitationAmount rain and melted snow, mm; {@code value} is the mean over wet and dry days, {@code high} is
 *     exceeded on one day in ten
 * @param precipitationProbability probability of a wet day (1 mm or more), 0 to 1; its band is the doubt about the
 *     probability
 * @param windSpeed mean wind speed of the day at 10 m, m/s
 */
public record DayNormals(
        Estimate temperatureMean,
        Estimate temperatureMaximum,
        Estimate temperatureMinimum,
        Estimate precipitationAmount,
        Estimate precipitationProbability,
        Estimate windSpeed) {}
