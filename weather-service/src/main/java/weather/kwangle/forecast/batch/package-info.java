/** Many locations in one request: reading it strictly, answering it in slices. */
@NullMarked
package weather.kwangle.forecast.batch;

import org.jspecify.annotations.NullMarked;
