package weather.kwangle.forecast.answer;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import weather.kwangle.forecast.place.Place;
import weather.kwangle.forecast.place.Resolution;

/**
 * What a question was understood as: a place, or a point and the place nearest to it; schema {@code Location} of the
 * contract. A point has no id, name, country, elevation or population; a place has no {@code nearest}.
 */
public record LocationAnswer(
        Optional<String> id,
        Optional<String> name,
        Optional<String> admin1,
        Optional<String> admin2,
        Optional<String> country,
        double latitude,
        double longitude,
        OptionalInt elevation,
        OptionalLong population,
        ZoneId timeZone,
        Optional<Nearest> nearest) {

    /**
     * The place nearest to a point.
     *
     * @param distance kilometres along the great circle
     */
    public record Nearest(PlaceAnswer place, double distance) {}

    static LocationAnswer of(Place place) {
        return new LocationAnswer(
                Optional.of(place.id()),
                Optional.of(place.name()),
                place.admin1(),
                place.admin2(),
                Optional.of(place.countryCode()),
                place.latitude(),
                place.longitude(),
                place.elevationMetres(),
                OptionalLong.of(place.population()),
                place.zone(),
                Optional.empty());
    }

    static LocationAnswer of(Resolution.Coordinates point) {
        return new LocationAnswer(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                point.latitude(),
                point.longitude(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                point.zone(),
                point.nearest()
                        .map(place -> new Nearest(
                                PlaceAnswer.of(place),
                                Rounding.toTenths(point.distanceKm().orElse(0)))));
    }
}
