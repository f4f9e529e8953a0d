package weather.kwangle.forecast.place;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Looks a name up and narrows it by its qualifiers. The last qualifier can be read as a country or as a division:
 * {@code London,CA} is in Canada or in California. The country is read first; what the other reading finds is offered as
 * an alternative. Only if the country's places bear the name merely as an alternate one, and a place of the division is
 * really called so, the division goes first.
 */
final class NameSearch {
    private static final int MAX_ALTERNATIVES = 5;
    private static final int MAX_CANDIDATES = 10;

    private final PlaceTable places;
    private final NameKeys names;
    private final AdminDivisions divisions;
    private final NameRanking ranking;

    NameSearch(PlaceTable places, NameKeys names) {
        this.places = places;
        this.names = names;
        divisions = new AdminDivisions(places);
        ranking = new NameRanking(places);
    }

    Resolution resolve(LocationQuery.Named query) {
        List<Candidate> named = candidates(query.key());
        List<String> qualifiers = query.qualifiers();
        if (qualifiers.isEmpty()) {
            return resolution(named, List.of());
        }
        List<Candidate> inCountry = inCountry(named, qualifiers);
        List<Candidate> inDivisions = inAll(named, qualifiers);
        boolean divisionFirst = inCountry.stream().noneMatch(Candidate::own)
                && inDivisions.stream().anyMatch(Candidate::own);
        return divisionFirst || inCountry.isEmpty()
                ? resolution(inDivisions, inCountry)
                : resolution(inCountry, inDivisions);
    }

    /** Everything of exactly this name, in no particular order. */
    List<Candidate> candidates(String key) {
        List<Candidate> found = new ArrayList<>();
        names.find(
                key.getBytes(StandardCharsets.UTF_8),
                (row, own) -> found.add(new Candidate(row, own, NameWeight.of(places.population(row), own))));
        return found;
    }

    private List<Candidate> inCountry(List<Candidate> named, List<String> qualifiers) {
        Optional<String> country = Countries.code(qualifiers.getLast());
        if (country.isEmpty()) {
            return List.of();
        }
        List<Candidate> national = named.stream()
                .filter(candidate -> places.countryCode(candidate.row()).equals(country.get()))
                .toList();
        return inAll(national, qualifiers.subList(0, qualifiers.size() - 1));
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

    private Resolution resolution(List<Candidate> read, List<Candidate> readOtherwise) {
        if (read.isEmpty()) {
            return new Resolution.Unknown();
        }
        NameRanking.Ranked ranked = ranking.rank(read);
        if (!ranked.clear()) {
            return new Resolution.Ambiguous(ranked.distinct().stream()
                    .limit(MAX_CANDIDATES)
                    .map(candidate -> places.place(candidate.row()))
                    .toList());
        }
        Candidate found = ranked.distinct().getFirst();
        return new Resolution.Found(places.place(found.row()), alternatives(found, ranked, readOtherwise));
    }

    /** The likeliest others, among them always the best of the other reading. */
    private List<Place> alternatives(Candidate found, NameRanking.Ranked ranked, List<Candidate> readOtherwise) {
        Stream<Candidate> otherwise =
                readOtherwise.stream().sorted(Candidate.LIKELIEST_FIRST).limit(1);
        return Stream.concat(otherwise, ranked.all().stream())
                .map(Candidate::row)
                .filter(row -> row != found.row())
                .distinct()
                .limit(MAX_ALTERNATIVES)
                .sorted()
                .map(places::place)
                .toList();
    }
}
