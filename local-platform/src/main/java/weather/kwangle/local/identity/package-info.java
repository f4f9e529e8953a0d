/**
 * The local stand-in for an Amazon Cognito user pool and its hosted domain: clients, users, sign-in and tokens of
 * Cognito's exact shape.
 */
@NullMarked
package weather.kwangle.local.identity;

import org.jspecify.annotations.NullMarked;
