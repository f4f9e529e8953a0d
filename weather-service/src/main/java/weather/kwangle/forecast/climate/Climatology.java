package weather.kwangle.forecast.climate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * What the weather usually is, anywhere on the globe, from the shipped grid alone. Immutable, safe for any number of
 * threads, a few microseconds a call. How it was made and how good it is: {@code docs/data/climate.md}.
 *
 * <p>Over the open sea and in Antarctica, where there is no land station near, the answer rests on latitude alone and
 * its band is wide.
 */
public final class Climatology {
    private static final String RESOURCE = "climatology.bin";
    /** Standard deviations from the middle to the ends of an 80 % band. */
    private static final double REACH = 1.2816;

    private static final double LAPSE_KELVIN_PER_METRE = 0.0055;
    private static final double LAPSE_DOUBT_KELVIN_PER_METRE = 0.0015;
    private static final double EXTREME_DOUBT_KELVIN = 1.2;
    private static final double DAY_WIND_LOG_DEVIATION = 0.7;
    private static final double HOUR_WIND_LOG_DEVIATION = 0.85;

    private final Provenance provenance;
    private final GridLayer elevation;
    private final GridLayer annualMean;
    private final GridLayer seasonalDeparture;
    private final GridLayer dailyRange;
    private final GridLayer daySpread;
    private final GridLayer monthlyDoubt;
    private final GridLayer relief;
    private final GridLayer rainRoot;
    private final GridLayer rainDoubt;
    private final GridLayer windSpeed;

    Climatology(ClimateGrid grid) {
        provenance = Provenance.of(grid.build(), grid.referencePeriod());
        elevation = grid.layer("elevation");
        annualMean = grid.layer("annualMean");
        seasonalDeparture = grid.layer("seasonalDeparture");
        dailyRange = grid.layer("dailyRange");
        daySpread = grid.layer("daySpread");
        monthlyDoubt = grid.layer("monthlyDoubt");
        relief = grid.layer("relief");
        rainRoot = grid.layer("rainRoot");
        rainDoubt = grid.layer("rainDoubt");
        windSpeed = grid.layer("windSpeed");
    }

    /**
     * Reads the shipped grid.
     *
     * @throws UncheckedIOException if it is missing or damaged, which only a broken build can cause
     */
    public static Climatology load() {
        try (InputStream stream = Climatology.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IOException("the resource " + RESOURCE + " is missing from the class path");
            }
            return new Climatology(ClimateGrid.read(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sources, licences and reference period of everything this object answers. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * The normals of one day.
     *
     * @param latitude degrees north, -90 to 90
     * @param longitude degrees east, -180 to 180
     * @param elevationMetres height of the place above the sea; unknown heights take that of the towns around
     * @throws IllegalArgumentException if a coordinate is out of range
     */
    public DayNormals day(double latitude, double longitude, OptionalInt elevationMetres, LocalDate date) {
        requireOnGlobe(latitude, longitude);
        MonthPhase phase = MonthPhase.of(date);
        Temperature temperature = temperature(latitude, longitude, elevationMetres, phase);
        double mean = temperature.mean();
        double halfRange = temperature.halfRange();
        double extremeReach = REACH * Math.hypot(temperature.deviationOfMoment(), EXTREME_DOUBT_KELVIN);

        double root = rainRoot.at(latitude, longitude, phase);
        Rainfall rain = new Rainfall(root * root, mean);
        double rainFactor = Math.exp(rainDoubt.at(latitude, longitude));
        double bandFactor = Math.pow(rainFactor, REACH);
        return new DayNormals(
                Estimate.within(mean, REACH * temperature.deviationOfDay()),
                Estimate.within(mean + halfRange, extremeReach),
                Estimate.within(mean - halfRange, extremeReach),
                new Estimate(
                        rain.mean(),
                        0,
                        Math.max(rain.mean(), rain.times(rainFactor).amountExceededWith(0.1))),
                new Estimate(
                        rain.probabilityOf(1),
                        rain.times(1 / bandFactor).probabilityOf(1),
                        rain.times(bandFactor).probabilityOf(1)),
                wind(latitude, longitude, DAY_WIND_LOG_DEVIATION));
    }

    /**
     * The normals at one moment; the temperature follows the sun of the place through the day.
     *
     * @param latitude degrees north, -90 to 90
     * @param longitude degrees east, -180 to 180
     * @param elevationMetres height of the place above the sea; unknown heights take that of the towns around
     * @throws IllegalArgumentException if a coordinate is out of range
     */
    public HourNormals at(double latitude, double longitude, OptionalInt elevationMetres, Instant when) {
        requireOnGlobe(latitude, longitude);
        Temperature temperature = temperature(latitude, longitude, elevationMetres, MonthPhase.of(when));
        double value = temperature.mean() + temperature.halfRange() * DiurnalCurve.at(latitude, longitude, when);
        double reach = REACH * Math.hypot(temperature.deviationOfMoment(), EXTREME_DOUBT_KELVIN);
        return new HourNormals(Estimate.within(value, reach), wind(latitude, longitude, HOUR_WIND_LOG_DEVIATION));
    }

    private Temperature temperature(double latitude, double longitude, OptionalInt height, MonthPhase phase) {
        double rise = height.isPresent() ? height.getAsInt() - elevation.at(latitude, longitude) : 0;
        double heightDoubt = height.isPresent()
                ? LAPSE_DOUBT_KELVIN_PER_METRE * rise
                : LAPSE_KELVIN_PER_METRE * relief.at(latitude, longitude);
        double mean = annualMean.at(latitude, longitude)
                + seasonalDeparture.at(latitude, longitude, phase)
                - LAPSE_KELVIN_PER_METRE * rise;
        return new Temperature(
                mean,
                dailyRange.at(latitude, longitude, phase) / 2,
                daySpread.at(latitude, longitude, phase),
                Math.hypot(monthlyDoubt.at(latitude, longitude), heightDoubt));
    }

    /** Wind is never negative and skewed: its band is a factor, not a difference. */
    private Estimate wind(double latitude, double longitude, double logDeviation) {
        double value = windSpeed.at(latitude, longitude);
        double factor = Math.exp(REACH * logDeviation);
        return new Estimate(value, value / factor, value * factor);
    }

    private static void requireOnGlobe(double latitude, double longitude) {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "coordinates out of range: latitude %s (expected -90 to 90), longitude %s (expected -180 to 180)"
                            .formatted(latitude, longitude));
        }
    }
}
