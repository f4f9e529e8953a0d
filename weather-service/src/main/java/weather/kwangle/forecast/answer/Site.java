package weather.kwangle.forecast.answer;

import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import weather.kwangle.forecast.place.Place;
import weather.kwangle.forecast.place.Resolution;

/** Where a question is about, once it is understood. */
record Site(LocationAnswer location, List<PlaceAnswer> alternatives) {

    static Site of(Resolution.Found found) {
        return new Site(LocationAnswer.of(found.place()), places(found.alternatives()));
    }

    static Site of(Resolution.Coordinates point) {
        return new Site(LocationAnswer.of(point), List.of());
    }

    static List<PlaceAnswer> places(List<Place> places) {
        return places.stream().map(PlaceAnswer::of).toList();
    }

    double latitude() {
        return location.latitude();
    }

    double longitude() {
        return location.longitude();
    }

    /** Of a bare point nobody knows the height; the climatology then takes that of the towns around. */
    OptionalInt elevationMetres() {
        return location.elevation();
    }

    ZoneId zone() {
        return location.timeZone();
    }
}
