package weather.kwangle.quota.batch;

import java.util.List;
import java.util.OptionalLong;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;

/** Where a client's counters are. */
public interface BatchStore {

    /**
     * Takes from all windows or from none.
     *
     * @throws LedgerUnavailableException if the store fails; then it may be taken
     */
    Attempt take(String clientId, List<Share> shares);

    /**
     * Permits to take from one window.
     *
     * @param permits at least 1
     * @param limit the most that it may hold then; empty where the plan has no limit but the account still counts
     */
    record Share(CalendarWindow window, long permits, OptionalLong limit) {

        /** Whether that account has room for it. */
        public boolean fits(Account account) {
            return limit.isEmpty() || room(account) >= permits;
        }

        long room(Account account) {
            return Math.max(0, limit.orElse(Long.MAX_VALUE) - account.taken(window));
        }
    }

    /** What became of an attempt. */
    sealed interface Attempt {

        /** Everything is taken; the account holds it. */
        record Taken(Account account) implements Attempt {}

        /** Nothing is taken, since this account has too little room. */
        record Refused(Account account) implements Attempt {}

        /** Nothing is taken, because somebody else was writing. */
        record Conflict() implements Attempt {}
    }
}
