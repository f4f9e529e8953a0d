@NullMarked
package weather.kwangle.forecast.answer;

import org.jspecify.annotations.NullMarked;
