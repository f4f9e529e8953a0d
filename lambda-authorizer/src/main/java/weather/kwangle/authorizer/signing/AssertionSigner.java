package weather.kwangle.authorizer.signing;

import weather.kwangle.edge.EdgeAssertion;

/** Signs what the edge says. Safe for use by many threads. */
@FunctionalInterface
public interface AssertionSigner {

    /**
     * The compact form of the assertion.
     *
     * @throws SigningKeyUnavailableException if there is no key
     */
    String sign(EdgeAssertion assertion);
}
