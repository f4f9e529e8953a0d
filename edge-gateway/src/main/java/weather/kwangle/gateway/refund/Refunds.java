package weather.kwangle.gateway.refund;

import weather.kwangle.quota.refund.Refund;

/** Takes refunds that are due. Never blocks and never fails: the request that they are for is over. */
@FunctionalInterface
public interface Refunds {

    void offer(String clientId, Refund refund);
}
