package weather.kwangle.forecast.sun;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import weather.kwangle.forecast.sun.SunDay.Irregular;
import weather.kwangle.forecast.sun.SunDay.PolarDay;
import weather.kwangle.forecast.sun.SunDay.PolarNight;
import weather.kwangle.forecast.sun.SunDay.RiseAndSet;

/**
 * Sunrise and sunset of a civil day at sea level with a free horizon: the sun's upper edge, with standard refraction,
 * that is its centre at -0.833 degree (34 minutes of arc of refraction and 16 of radius; Meeus, <em>Astronomical
 * Algorithms</em>, chapter 15). Events are exact to a minute below 65 degrees of latitude in any usual weather; real
 * refraction near the horizon varies by more.
 */
public final class Sun {
    private static final double HORIZON = Math.sin(Math.toRadians(-0.833));
    private static final double SECONDS_PER_HOUR = 3600;

    private final double sinLatitude;
    private final double cosLatitude;
    private final double longitude;

    private Sun(double latitude, double longitude) {
        this.sinLatitude = Math.sin(Math.toRadians(latitude));
        this.cosLatitude = Math.cos(Math.toRadians(latitude));
        this.longitude = longitude;
    }

    /**
     * The sun from the first to the last instant of a date in a zone.
     *
     * @param latitude degrees north, -90 to 90
     * @param longitude degrees east, -180 to 180
     * @throws IllegalArgumentException if a coordinate is out of range
     */
    public static SunDay on(LocalDate date, ZoneId zone, double latitude, double longitude) {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "coordinates out of range: latitude %s (expected -90 to 90), longitude %s (expected -180 to 180)"
                            .formatted(latitude, longitude));
        }
        double midnight = date.atStartOfDay(zone).toEpochSecond();
        double nextMidnight = date.plusDays(1).atStartOfDay(zone).toEpochSecond();
        return new Sun(latitude, longitude).between(midnight, nextMidnight);
    }

    /**
     * Walks from one quarter of the solar day to the next, between which the sun only rises or only sinks, and narrows
     * down every crossing of the horizon.
     */
    private SunDay between(double start, double end) {
        List<Instant> sunrises = new ArrayList<>();
        List<Instant> sunsets = new ArrayList<>();
        double daylight = 0;
        boolean up = isUp(start);
        double since = start;
        double from = start;
        while (from < end) {
            double to = Math.min(nextQuarter(from), end);
            if (isUp(to) != up) {
                double crossing = Math.rint(crossing(from, to, up));
                daylight += up ? crossing - since : 0;
                (up ? sunsets : sunrises).add(instant(crossing));
                since = crossing;
                up = !up;
            }
            from = to;
        }
        daylight += up ? end - since : 0;
        Duration dayLength = Duration.ofSeconds(Math.round(daylight));
        if (sunrises.size() == 1 && sunsets.size() == 1) {
            return new RiseAndSet(sunrises.getFirst(), sunsets.getFirst(), dayLength);
        }
        if (sunrises.isEmpty() && sunsets.isEmpty() && start < end) {
            return up ? new PolarDay(dayLength) : new PolarNight();
        }
        return new Irregular(sunrises, sunsets, dayLength);
    }

    /** Solar midnight, morning (6 h), noon or evening (18 h), whichever comes next. */
    private double nextQuarter(double epochSecond) {
        double hour = SolarPosition.at(epochSecond).solarHour(epochSecond, longitude);
        return epochSecond + Math.max(1, (6 - hour % 6) * SECONDS_PER_HOUR);
    }

    private double crossing(double from, double to, boolean upBefore) {
        while (to - from > 0.5) {
            double middle = (from + to) / 2;
            if (isUp(middle) == upBefore) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }

    private boolean isUp(double epochSecond) {
        SolarPosition sun = SolarPosition.at(epochSecond);
        double hourAngle = Math.PI * (sun.solarHour(epochSecond, longitude) - 12) / 12;
        double sinAltitude = sinLatitude * Math.sin(sun.declination())
                + cosLatitude * Math.cos(sun.declination()) * Math.cos(hourAngle);
        return sinAltitude >= HORIZON;
    }

    private static Instant instant(double epochSecond) {
        return Instant.ofEpochSecond((long) epochSecond);
    }
}
