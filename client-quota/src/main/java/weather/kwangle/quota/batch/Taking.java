package weather.kwangle.quota.batch;

import java.time.LocalDate;
import java.util.List;
import weather.kwangle.quota.LimitState;

/** What became of the wish to take further permits. */
public sealed interface Taking {

    /** Day and month after this answer, as far as the plan has them. */
    List<LimitState> limits();

    /**
     * They are taken.
     *
     * @param day the day in UTC that counts them, and gets them back if the batch fails
     */
    record Taken(LocalDate day, List<LimitState> limits) implements Taking {
        public Taken {
            limits = List.copyOf(limits);
        }
    }

    /**
     * Nothing is taken.
     *
     * @param fits how many could be taken now, at least 0
     * @param violated of the limits that have too little left the one that resets last
     * @param remembered whether the table said so a moment ago and was not asked again
     */
    record Refused(long fits, List<LimitState> limits, LimitState violated, boolean remembered) implements Taking {
        public Refused {
            limits = List.copyOf(limits);
        }

        /** As the table says now. */
        public Refused(long fits, List<LimitState> limits, LimitState violated) {
            this(fits, limits, violated, false);
        }
    }
}
