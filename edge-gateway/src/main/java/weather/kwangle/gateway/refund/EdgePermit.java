package weather.kwangle.gateway.refund;

import java.time.LocalDate;
import java.time.ZoneOffset;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.quota.refund.Billing;
import weather.kwangle.quota.refund.Refund;

/** The one permit that the edge took for a request. */
public final class EdgePermit {

    private EdgePermit() {}

    /** Whether it took one: not for what it refused, and not for a look at the account. */
    static boolean wasTaken(EdgeAssertion assertion) {
        return assertion.decision() == Decision.ALLOW && Billing.isMetered(assertion.operation());
    }

    /** What gives it back: to the day in which the edge decided, since that is the day that counts it. */
    public static Refund of(EdgeAssertion assertion) {
        return Refund.ofEdge(assertion.requestId(), LocalDate.ofInstant(assertion.issuedAt(), ZoneOffset.UTC));
    }
}
