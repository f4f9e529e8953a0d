@NullMarked
package weather.kwangle.local.lambda;

import org.jspecify.annotations.NullMarked;
