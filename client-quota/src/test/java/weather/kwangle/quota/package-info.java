@NullMarked
package weather.kwangle.quota;

import org.jspecify.annotations.NullMarked;
