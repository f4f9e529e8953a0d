/** Whether a Cognito access token may be believed: every check in one place, in order, each with a named refusal. */
@NullMarked
package weather.kwangle.authorizer.token;

import org.jspecify.annotations.NullMarked;
