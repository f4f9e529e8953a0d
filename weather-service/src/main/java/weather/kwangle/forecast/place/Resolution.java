package weather.kwangle.forecast.place;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What became of a caller's location. Ambiguity is an answer of its own: nobody is guessed into the wrong city. */
public sealed interface Resolution {

    /**
     * One place is meant.
     *
     * @param place the place
     * @param alternatives other places of that name, at most 5, the most populous first
     */
    record Found(Place place, List<Place> alternatives) implements Resolution {
        public Found {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * The caller gave a point.
     *
     * @param latitude WGS 84 degrees north, -90 to 90
     * @param longitude WGS 84 degrees east, -180 to 180
     * @param nearest the nearest place, if one lies within 50 km
     * @param distanceKm how far away that is along the great circle; present with {@code nearest}
     * @param zone the zone of the nearest place within 300 km, else the nautical zone of the longitude ({@code Etc/GMT±n})
     */
    record Coordinates(
            double latitude, double longitude, Optional<Place> nearest, OptionalDouble distanceKm, ZoneId zone)
            implements Resolution {}

    /**
     * Several places are meant equally well.
     *
     * @param candidates 2 to 10 of them, the likeliest first
     */
    record Ambiguous(List<Place> candidates) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /** The location is well formed, but no place bears that name or identifier. */
    record Unknown() implements Resolution {}

    /**
     * The location cannot be read.
     *
     * @param detail what is wrong with it
     * @param expected what would be right
     */
    record Malformed(String detail, String expected) implements Resolution {}
}
