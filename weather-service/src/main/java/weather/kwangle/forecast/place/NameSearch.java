package weather.kwangle.forecast.place;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks up a name with its qualifiers and says which place is meant. */
final class NameSearch {
    private static final int MAX_ALTERNATIVES = 5;
    private static final int MAX_CANDIDATES = 10;

    private final PlaceTable places;
    private final NameKeys names;
    private final CountryOrDivision qualifying;
    private final NameRanking ranking;

    NameSearch(PlaceTable places, NameKeys names) {
        this.places = places;
        this.names = names;
        qualifying = new CountryOrDivision(places);
        ranking = new NameRanking(places);
    }

    /** Takes the first part for the name and the others for qualifiers; if nothing is found, the first two, and so on. */
    Resolution resolve(List<String> parts) {
        for (int nameParts = 1; nameParts <= parts.size(); nameParts++) {
            List<Candidate> named = candidates(NameFolding.fold(String.join(" ", parts.subList(0, nameParts))));
            CountryOrDivision.Readings readings = qualifying.narrow(named, parts.subList(nameParts, parts.size()));
            if (!readings.first().isEmpty()) {
                return resolution(readings);
            }
        }
        return new Resolution.Unknown();
    }

    /** Everything of exactly this name, in no particular order. */
    List<Candidate> candidates(String key) {
        List<Candidate> found = new ArrayList<>();
        names.find(
                key.getBytes(StandardCharsets.UTF_8),
                (row, own) -> found.add(new Candidate(row, own, NameWeight.of(places.population(row), own))));
        return found;
    }

    private Resolution resolution(CountryOrDivision.Readings readings) {
        NameRanking.Ranked ranked = ranking.rank(readings.first());
        if (!ranked.clear()) {
            return new Resolution.Ambiguous(ranked.distinct().stream()
                    .limit(MAX_CANDIDATES)
                    .map(candidate -> places.place(candidate.row()))
                    .toList());
        }
        Candidate found = ranked.distinct().getFirst();
        return new Resolution.Found(places.place(found.row()), alternatives(found, ranked, readings.second()));
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
