/** What the function measures about itself, in CloudWatch's embedded metric format. */
@NullMarked
package weather.kwangle.authorizer.metrics;

import org.jspecify.annotations.NullMarked;
