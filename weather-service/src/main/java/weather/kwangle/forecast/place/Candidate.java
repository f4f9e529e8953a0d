package weather.kwangle.forecast.place;

import java.util.Comparator;

/**
 * A place that bears the name looked for.
 *
 * @param row the place's row
 * @param own whether it is the place's own name
 * @param weight the {@link NameWeight}
 */
record Candidate(int row, boolean own, int weight) {
    static final Comparator<Candidate> LIKELIEST_FIRST =
            Comparator.comparingInt(Candidate::weight).reversed().thenComparingInt(Candidate::row);
}
