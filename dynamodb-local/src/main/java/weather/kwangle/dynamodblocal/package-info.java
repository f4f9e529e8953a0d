/** DynamoDB Local, Amazon's own emulator, started and ended as a process of its own. */
@NullMarked
package weather.kwangle.dynamodblocal;

import org.jspecify.annotations.NullMarked;
