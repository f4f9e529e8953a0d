@NullMarked
package weather.kwangle.quota.batch;

import org.jspecify.annotations.NullMarked;
