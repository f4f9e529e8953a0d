package weather.kwangle.forecast.answer;

/**
 * One value, labelled; schema {@code Value} of the contract.
 *
 * @param unit UCUM code
 * @param source the {@link SourceAnswer#id} it comes from
 */
public record ValueAnswer(double value, String unit, Kind kind, String source, Band band) {

    /**
     * The range that holds the true value with the probability {@code coverage}.
     *
     * @param coverage 0 to 1
     */
    public record Band(double coverage, double low, double high) {}
}
