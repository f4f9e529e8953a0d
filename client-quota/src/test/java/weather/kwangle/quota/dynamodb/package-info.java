@NullMarked
package weather.kwangle.quota.dynamodb;

import org.jspecify.annotations.NullMarked;
