@NullMarked
package weather.kwangle.dynamodblocal;

import org.jspecify.annotations.NullMarked;
