package weather.kwangle.quota;

import java.util.List;

/** What the ledger says to one request. */
public sealed interface Reservation {

    /** The client's limits after this answer: {@code rate}, then {@code day} and {@code month} where the plan has them. */
    List<LimitState> limits();

    /** The permits are taken; nobody else gets them. */
    record Admitted(List<LimitState> limits) implements Reservation {
        public Admitted {
            limits = List.copyOf(limits);
        }
    }

    /**
     * Too fast; nothing was taken.
     *
     * @param violated {@code rate}, or {@code usage} for a look at the account, which {@code limits} then holds last;
     *     its {@code resetSeconds} is at least 1
     */
    record RateLimited(List<LimitState> limits, LimitState violated) implements Reservation {
        public RateLimited {
            limits = List.copyOf(limits);
        }
    }

    /**
     * The day or the month has too little left; nothing was taken.
     *
     * @param violated of the exceeded limits the one that resets last, because until then the answer stays the same
     */
    record QuotaExceeded(List<LimitState> limits, LimitState violated) implements Reservation {
        public QuotaExceeded {
            limits = List.copyOf(limits);
        }
    }
}
