package weather.kwangle.forecast.place;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says what is known of a point: the place nearby and the zone. */
final class PointSearch {
    private static final double NEARBY_KM = 50;
    private static final double SAME_ZONE_KM = 300;
    private static final int DEGREES_PER_HOUR = 15;

    private final PlaceTable places;
    private final NearestPlaces nearest;

    PointSearch(PlaceTable places, NearestPlaces nearest) {
        this.places = places;
        this.nearest = nearest;
    }

    Resolution.Coordinates resolve(LocationQuery.Point point) {
        List<NearestPlaces.Neighbour> found = nearest.within(point.latitude(), point.longitude(), SAME_ZONE_KM, 1);
        Optional<NearestPlaces.Neighbour> nearby =
                found.stream().filter(neighbour -> neighbour.km() <= NEARBY_KM).findFirst();
        return new Resolution.Coordinates(
                point.latitude(),
                point.longitude(),
                nearby.map(neighbour -> places.place(neighbour.row())),
                nearby.map(neighbour -> OptionalDouble.of(neighbour.km())).orElseGet(OptionalDouble::empty),
                found.isEmpty()
                        ? nautical(point.longitude())
                        : places.zone(found.getFirst().row()));
    }

    /** The zone of a ship at sea. Mind the sign: in the tz database {@code Etc/GMT-7} is seven hours <em>ahead</em> of UTC. */
    private static ZoneId nautical(double longitude) {
        long hoursAhead = Math.round(longitude / DEGREES_PER_HOUR);
        return ZoneId.of(hoursAhead == 0 ? "Etc/GMT" : "Etc/GMT" + (hoursAhead > 0 ? "-" : "+") + Math.abs(hoursAhead));
    }
}
