package weather.kwangle.forecast.place;

/** The index as it ships, loaded once for all tests. */
final class ShippedIndex {
    static final PlaceIndex INDEX = PlaceIndex.load();
    static final PlaceSearch SEARCH = new PlaceSearch(INDEX);

    private ShippedIndex() {}

    static Place found(String location) {
        return switch (SEARCH.resolve(location)) {
            case Resolution.Found found -> found.place();
            case Resolution other -> throw new AssertionError(location + " resolves to " + other);
        };
    }
}
