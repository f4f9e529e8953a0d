/**
 * A stand-in for Amazon API Gateway (REST): it reads the contract's own {@code x-amazon-apigateway-*} members and does
 * with a request what AWS documents, point by point.
 */
@NullMarked
package weather.kwangle.local.apigateway;

import org.jspecify.annotations.NullMarked;
