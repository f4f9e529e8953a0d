@NullMarked
package weather.kwangle.quota.history;

import org.jspecify.annotations.NullMarked;
