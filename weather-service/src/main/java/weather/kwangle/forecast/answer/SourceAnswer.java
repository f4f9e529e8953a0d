package weather.kwangle.forecast.answer;

import weather.kwangle.forecast.climate.Provenance;

/**
 * Where values come from; schema {@code Source} of the contract.
 *
 * @param id what {@link ValueAnswer#source} refers to
 * @param period years that a climatology stands for
 * @param licence under which the values may be used
 * @param attribution whom to credit
 */
public record SourceAnswer(String id, Kind kind, String provider, String period, String licence, String attribution) {
    static final String CLIMATOLOGY_ID = "climatology";

    static SourceAnswer of(Provenance provenance) {
        return new SourceAnswer(
                CLIMATOLOGY_ID,
                Kind.CLIMATOLOGY,
                "Max Weather climatology " + provenance.build(),
                provenance.referencePeriod(),
                provenance.licence(),
                provenance.attribution());
    }
}
