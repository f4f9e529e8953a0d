@NullMarked
package weather.kwangle.forecast.accesslog;

import org.jspecify.annotations.NullMarked;
