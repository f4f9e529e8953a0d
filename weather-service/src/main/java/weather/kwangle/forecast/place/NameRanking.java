package weather.kwangle.forecast.place;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which of the places of one name is meant, or that nobody can tell.
 *
 * <ul>
 *   <li>A sole match is meant. Of several, the weightiest is if it weighs ten times as much as the next, or three times as
 *       much and has 300,000 inhabitants.
 *   <li>Alternate names stand back: a city that is really called so yields to no place that merely weighs as much, and a
 *       place that only bears the name as an alternate one takes it from small towns easily, from others with the tenfold
 *       weight alone ({@code Cologne} is Köln, though Lombardy has a Cologne; {@code Canton} may be in Ohio).
 *   <li>A namesake close by has the same weather and makes nothing ambiguous: a section of the city within 50 km, or any
 *       place of the same country within 20 km.
 * </ul>
 */
final class NameRanking {
    /** Who could be meant beyond these does not matter any more. */
    private static final int MAX_CONSIDERED = 64;

    private static final int CLEAR_LEAD = 10;
    private static final int LEAD_OF_A_CITY = 3;
    private static final int CITY_POPULATION = 300_000;
    private static final int SAFE_FROM_ALTERNATES = 100_000;
    private static final int SMALL_TOWN_POPULATION = 20_000;
    private static final double SAME_TOWN_KM = 20;
    private static final double SECTION_KM = 50;

    private final PlaceTable places;

    NameRanking(PlaceTable places) {
        this.places = places;
    }

    /**
     * The ranked places of one name.
     *
     * @param all everything that matched, the likeliest first
     * @param distinct of these, the ones that are not a namesake close to a likelier one
     * @param clear whether the first is the one meant
     */
    record Ranked(List<Candidate> all, List<Candidate> distinct, boolean clear) {}

    /** Ranks candidates, of which there is at least one. */
    Ranked rank(List<Candidate> candidates) {
        List<Candidate> all = candidates.stream()
                .sorted(Candidate.LIKELIEST_FIRST)
                .limit(MAX_CONSIDERED)
                .toList();
        List<Candidate> distinct = new ArrayList<>();
        for (Candidate candidate : all) {
            int town = townOf(candidate, distinct);
            if (town < 0) {
                distinct.add(candidate);
            } else {
                distinct.set(town, merge(distinct.get(town), candidate));
            }
        }
        distinct.sort(Candidate.LIKELIEST_FIRST);
        return new Ranked(all, List.copyOf(distinct), isClear(distinct));
    }

    private int townOf(Candidate candidate, List<Candidate> distinct) {
        for (int i = 0; i < distinct.size(); i++) {
            if (isSameTown(distinct.get(i).row(), candidate.row())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Of two namesakes in one town the likelier stands for both; but where a city bears the name of its own part, the part
     * does, with the weight of the city's alternate name: {@code New Delhi} is not Delhi, and the Victoria that is meant
     * is not clearly the one in Hong Kong.
     */
    private Candidate merge(Candidate likelier, Candidate other) {
        Candidate part = likelier.own() ? likelier : other;
        Candidate city = likelier.own() ? other : likelier;
        return part.own() && !city.own() && places.population(city.row()) > places.population(part.row())
                ? new Candidate(part.row(), true, city.weight())
                : likelier;
    }

    private boolean isClear(List<Candidate> distinct) {
        if (distinct.size() == 1) {
            return true;
        }
        Candidate first = distinct.getFirst();
        boolean ownCity = first.own() && first.weight() >= SAFE_FROM_ALTERNATES;
        return distinct.stream()
                .skip(1)
                .filter(rival -> !ownCity || rival.own())
                .allMatch(rival -> leads(first, rival));
    }

    private boolean leads(Candidate first, Candidate rival) {
        long weight = Math.max(1, rival.weight());
        return first.weight() >= CLEAR_LEAD * weight
                || (first.weight() >= LEAD_OF_A_CITY * weight
                        && places.population(first.row()) >= CITY_POPULATION
                        && (first.own() || !isTownOfItsOwnName(rival)));
    }

    private static boolean isTownOfItsOwnName(Candidate candidate) {
        return candidate.own() && candidate.weight() >= SMALL_TOWN_POPULATION;
    }

    private boolean isSameTown(int likelier, int other) {
        if (!places.countryCode(likelier).equals(places.countryCode(other))) {
            return false;
        }
        double km = GreatCircle.km(
                places.latitude(likelier), places.longitude(likelier), places.latitude(other), places.longitude(other));
        return km <= (places.isSection(other) ? SECTION_KM : SAME_TOWN_KM);
    }
}
