/** The API's documentation page: the contract as partners read it, with requests that can be tried. */
@NullMarked
package weather.kwangle.local.documentation;

import org.jspecify.annotations.NullMarked;
