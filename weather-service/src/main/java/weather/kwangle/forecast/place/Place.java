package weather.kwangle.forecast.place;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A populated place of the GeoNames gazetteer.
 *
 * @param geonameId the stable GeoNames identifier, at least 1
 * @param name the place's usual name, in the script that GeoNames gives it (mostly Latin)
 * @param admin1 name of the first-order division, such as a state or a province
 * @param admin2 name of the second-order division, such as a county
 * @param countryCode ISO 3166-1 alpha-2, or {@code XK} for Kosovo
 * @param latitude WGS 84 degrees north, -90 to 90
 * @param longitude WGS 84 degrees east, -180 to 180
 * @param elevationMetres metres above the sea; below zero in a depression
 * @param population inhabitants; 0 where GeoNames knows none
 * @param zone the IANA time zone
 */
public record Place(
        long geonameId,
        String name,
        Optional<String> admin1,
        Optional<String> admin2,
        String countryCode,
        double latitude,
        double longitude,
        OptionalInt elevationMetres,
        long population,
        ZoneId zone) {

    /** The identifier as callers write it: {@code geonames:1581130}. */
    public String id() {
        return LocationQuery.ID_PREFIX + geonameId;
    }
}
