/** The issuer's public keys (JWK Set, RFC 7517): fetched rarely, kept through an outage, forgotten when withdrawn. */
@NullMarked
package weather.kwangle.authorizer.jwks;

import org.jspecify.annotations.NullMarked;
