package weather.kwangle.forecast.climate;

/**
 * What one hour of one day of the year is like at a place.
 *
 * @param temperature air temperature at 2 m, degrees Celsius
 * @param windSpeed wind speed at 10 m, m/s; the band is wider than a day's, the value the same
 */
public record HourNormals(Estimate temperature, Estimate windSpeed) {}
