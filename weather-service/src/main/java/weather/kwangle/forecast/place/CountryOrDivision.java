package weather.kwangle.forecast.place;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Narrows the places of a name by its qualifiers. The last qualifier can be read as a country or as a division:
 * {@code London,CA} is in Canada or in California. The country is read first, and what the other reading finds is offered
 * as an alternative. The division goes first if the country has no place that is really called so and the division has, or
 * if the division's place weighs ten times as much: {@code Pasadena,CA} is no village in Newfoundland.
 */
final class CountryOrDivision {
    private static final int CLEAR_LEAD = 10;

    private final PlaceTable places;
    private final AdminDivisions divisions;

    CountryOrDivision(PlaceTable places) {
        this.places = places;
        divisions = new AdminDivisions(places);
    }

    /**
     * The places of a name under both readings.
     *
     * @param first those of the likelier reading
     * @param second those of the other one
     */
    record Readings(List<Candidate> first, List<Candidate> second) {}

    Readings narrow(List<Candidate> named, List<String> qualifiers) {
        if (qualifiers.isEmpty()) {
            return new Readings(named, List.of());
        }
        List<Candidate> inCountry = inCountry(named, qualifiers);
        List<Candidate> inDivisions = inAll(named, qualifiers);
        return prevails(inDivisions, inCountry)
                ? new Readings(inDivisions, inCountry)
                : new Readings(inCountry, inDivisions);
    }

    private static boolean prevails(List<Candidate> inDivisions, List<Candidate> inCountry) {
        boolean reallyCalledSo = inDivisions.stream().anyMatch(Candidate::own)
                && inCountry.stream().noneMatch(Candidate::own);
        return inCountry.isEmpty()
                || reallyCalledSo
                || heaviest(inDivisions) >= CLEAR_LEAD * Math.max(1L, heaviest(inCountry));
    }

    private static int heaviest(List<Candidate> candidates) {
        return candidates.stream().mapToInt(Candidate::weight).max().orElse(0);
    }

    private List<Candidate> inCountry(List<Candidate> named, List<String> qualifiers) {
        Optional<String> country = Countries.code(qualifiers.getLast());
        if (country.isEmpty()) {
            return List.of();
        }
        List<Candidate> inRest = inAll(named, qualifiers.subList(0, qualifiers.size() - 1));
        List<Candidate> national = inRest.stream()
                .filter(candidate -> places.countryCode(candidate.row()).equals(country.get()))
                .toList();
        return national.isEmpty() ? inTerritories(inRest, country.get()) : national;
    }

    private List<Candidate> inTerritories(List<Candidate> named, String country) {
        return named.stream()
                .filter(candidate -> Countries.isTerritory(places.countryCode(candidate.row()), country))
                .toList();
    }

    private List<Candidate> inAll(List<Candidate> named, List<String> qualifiers) {
        List<Candidate> left = named;
        for (String division : qualifiers) {
            IntPredicate inDivision = divisions.named(division);
            left = left.stream()
                    .filter(candidate -> inDivision.test(candidate.row()))
                    .toList();
        }
        return left;
    }
}
