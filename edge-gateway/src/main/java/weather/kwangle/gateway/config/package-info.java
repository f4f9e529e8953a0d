/** Settings, checked before anything starts, and the one place where the application is put together. */
@NullMarked
package weather.kwangle.gateway.config;

import org.jspecify.annotations.NullMarked;
