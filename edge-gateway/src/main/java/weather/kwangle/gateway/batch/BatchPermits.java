package weather.kwangle.gateway.batch;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.gateway.problem.Problem;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;
import weather.kwangle.gateway.refund.EdgePermit;
import weather.kwangle.gateway.refund.Receipt;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.Taking;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;

/** Takes what a batch needs beside the one permit that the edge took. Waits for the table, so it needs a thread of its own. */
public final class BatchPermits {
    private static final Logger LOG = LoggerFactory.getLogger(BatchPermits.class);

    private final BatchLedger ledger;
    private final RefundBook book;

    public BatchPermits(BatchLedger ledger, RefundBook book) {
        this.ledger = ledger;
        this.book = book;
    }

    /**
     * The client's limits after it.
     *
     * @param problem why the batch cannot be served; null if it can
     */
    record Answer(List<Limit> limits, @Nullable Problem problem) {}

    /**
     * Takes the permits for all places but the first.
     *
     * @param places at least 2
     * @throws ProblemException if the table is away
     */
    Answer take(EdgeAssertion assertion, int places, Receipt receipt) {
        int further = places - 1;
        try {
            Taking taking =
                    ledger.take(assertion.client(), quota(assertion, "day"), quota(assertion, "month"), further);
            return switch (taking) {
                case Taking.Taken(LocalDate day, List<LimitState> limits) -> {
                    receipt.took(assertion.client(), Refund.ofBatch(assertion.requestId(), further, day));
                    yield new Answer(after(assertion.limits(), limits, 0), null);
                }
                case Taking.Refused refused -> refusal(assertion, places, receipt, refused);
            };
        } catch (LedgerUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("requestId", assertion.requestId())
                    .addKeyValue("client", assertion.client())
                    .addKeyValue("permits", further)
                    .addKeyValue("failure", String.valueOf(e.getMessage()))
                    .log("the permits of a batch could not be taken; if only the answer was lost, they are spent");
            throw new ProblemException(Problems.quotaUnavailable(), e);
        }
    }

    /**
     * The first permit goes back before the answer, so that a batch of the size that it names fits at once. Who goes on
     * sending what was just refused gets it back like any other, for a flood of these would write each one.
     */
    private Answer refusal(EdgeAssertion assertion, int places, Receipt receipt, Taking.Refused refused) {
        long back = !refused.remembered() && giveBackTheFirst(assertion, receipt) ? 1 : 0;
        LimitState violated = refused.violated();
        Problem problem =
                Problems.batchExceedsQuota(violated.name(), places, refused.fits() + back, violated.resetSeconds());
        return new Answer(after(assertion.limits(), refused.limits(), back), problem);
    }

    private boolean giveBackTheFirst(EdgeAssertion assertion, Receipt receipt) {
        Refund first = EdgePermit.of(assertion);
        try {
            boolean given =
                    !book.refund(assertion.client(), List.of(first)).given().isEmpty();
            if (given) {
                receipt.gaveBack(first);
            }
            return given;
        } catch (LedgerUnavailableException e) {
            // The end of the request tries again.
            return false;
        }
    }

    private static OptionalLong quota(EdgeAssertion assertion, String name) {
        return assertion.limits().stream()
                .filter(limit -> limit.name().equals(name))
                .mapToLong(Limit::quota)
                .findFirst();
    }

    /** The edge's limits, with day and month as they are now. */
    private static List<Limit> after(List<Limit> before, List<LimitState> changed, long back) {
        var limits = new ArrayList<Limit>();
        for (Limit limit : before) {
            limits.add(changed.stream()
                    .filter(state -> state.name().equals(limit.name()))
                    .map(state -> new Limit(
                            state.name(),
                            state.quota(),
                            state.windowSeconds(),
                            Math.min(state.quota(), state.remaining() + back),
                            state.resetSeconds()))
                    .findFirst()
                    .orElse(limit));
        }
        return limits;
    }
}
