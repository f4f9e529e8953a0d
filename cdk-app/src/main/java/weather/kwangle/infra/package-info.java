/** Everything that Max Weather has in AWS, as CloudFormation stacks. */
@NullMarked
package weather.kwangle.infra;

import org.jspecify.annotations.NullMarked;
