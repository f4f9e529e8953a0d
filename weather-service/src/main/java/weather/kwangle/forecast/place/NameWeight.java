package weather.kwangle.forecast.place;

/**
 * How strongly a name points to a place: the population where it is the place's own name, a twentieth of that where it is
 * an alternate one. Alternate names are plentiful and undisciplined (an airport's code, a former name, a translation, a
 * neighbour's name), yet {@code Rom} shall mean Rome before a village of 800 that is really called so.
 */
final class NameWeight {
    private static final int ALTERNATE_DISCOUNT = 20;

    private NameWeight() {}

    static int of(int population, boolean own) {
        return own ? population : population / ALTERNATE_DISCOUNT;
    }
}
