package weather.kwangle.forecast.answer;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import weather.kwangle.forecast.place.Place;

/**
 * A place as clients see it; schema {@code Place} of the contract.
 *
 * @param elevation metres above the sea, where GeoNames knows it
 */
public record PlaceAnswer(
        String id,
        String name,
        Optional<String> admin1,
        Optional<String> admin2,
        String country,
        double latitude,
        double longitude,
        OptionalInt elevation,
        long population,
        ZoneId timeZone) {

    static PlaceAnswer of(Place place) {
        return new PlaceAnswer(
                place.id(),
                place.name(),
                place.admin1(),
                place.admin2(),
                place.countryCode(),
                place.latitude(),
                place.longitude(),
                place.elevationMetres(),
                place.population(),
                place.zone());
    }
}
