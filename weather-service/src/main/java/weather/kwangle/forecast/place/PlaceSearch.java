package weather.kwangle.forecast.place;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds places by what callers write. Safe for use by any number of threads; every answer takes bounded time. */
public final class PlaceSearch {
    /** The most places that one search returns. */
    public static final int MAX_LIMIT = 50;

    private final PlaceIndex index;
    private final NameSearch names;
    private final PointSearch points;

    public PlaceSearch(PlaceIndex index) {
        this.index = index;
        names = new NameSearch(index.places(), index.names());
        points = new PointSearch(index.places(), index.nearest());
    }

    /**
     * Resolves a location: {@code name[, admin][, country]}, {@code latitude,longitude} in decimal degrees, or
     * {@code geonames:<id>}. A division can be given by name or code, a country by ISO 3166-1 code or English name. Case,
     * accents and punctuation do not matter. Any string gets an answer.
     */
    public Resolution resolve(String location) {
        return switch (LocationQuery.parse(location)) {
            case LocationQuery.Refused refused -> new Resolution.Malformed(refused.detail(), refused.expected());
            case LocationQuery.Identifier identifier -> byId(identifier.geonameId());
            case LocationQuery.Point point -> points.resolve(point);
            case LocationQuery.Named named -> names.resolve(named.parts());
        };
    }

    /**
     * Places any of whose names starts with a prefix: first those whose own name is just the prefix, then the others; both
     * by population, where the start of an alternate name counts a twentieth of it.
     *
     * @param prefix the start of a name; nothing is found if it is empty or longer than any name
     * @param limit how many places at most, 1 to {@value #MAX_LIMIT}
     * @throws IllegalArgumentException if the limit is out of range
     */
    public List<Place> byPrefix(String prefix, int limit) {
        requireLimit(limit);
        if (prefix.length() > LocationQuery.MAX_LENGTH) {
            return List.of();
        }
        String key = NameFolding.fold(prefix);
        if (key.isEmpty()) {
            return List.of();
        }
        Set<Integer> rows = new LinkedHashSet<>();
        names.candidates(key).stream()
                .filter(Candidate::own)
                .sorted(Candidate.LIKELIEST_FIRST)
                .forEach(candidate -> rows.add(candidate.row()));
        rows.addAll(index.prefixes().rank(key.getBytes(StandardCharsets.UTF_8), limit));
        return rows.stream().limit(limit).map(index.places()::place).toList();
    }

    private Resolution byId(long geonameId) {
        int row = index.places().rowOf(geonameId);
        return row < 0
                ? new Resolution.Unknown()
                : new Resolution.Found(index.places().place(row), List.of());
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + ": expected 1 to " + MAX_LIMIT);
        }
    }
}
