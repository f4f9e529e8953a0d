/** The app clients of Cognito and the API keys of API Gateway. */
@NullMarked
package weather.kwangle.registry.aws;

import org.jspecify.annotations.NullMarked;
