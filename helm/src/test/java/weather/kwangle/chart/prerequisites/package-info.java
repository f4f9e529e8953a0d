/** What a cluster needs before the first release: the page that pins it, its values, and the installer. */
@NullMarked
package weather.kwangle.chart.prerequisites;

import org.jspecify.annotations.NullMarked;
