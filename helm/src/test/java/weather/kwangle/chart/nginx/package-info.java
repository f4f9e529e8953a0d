/** What NGINX does with the release's Ingress and the controller's settings, on a real NGINX. */
@NullMarked
package weather.kwangle.chart.nginx;

import org.jspecify.annotations.NullMarked;
