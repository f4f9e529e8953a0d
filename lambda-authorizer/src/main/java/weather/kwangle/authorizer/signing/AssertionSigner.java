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

    /**
     * Makes sure of a key, for who is about to take what could not be given back without a signature.
     *
     * @throws SigningKeyUnavailableException if there is none
     */
    default void requireKey() {}
}
