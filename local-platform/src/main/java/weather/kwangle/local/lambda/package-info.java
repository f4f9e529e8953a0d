/**
 * AWS Lambda on this machine: the Runtime API, and execution environments that run the real function through the real
 * runtime interface client.
 */
@NullMarked
package weather.kwangle.local.lambda;

import org.jspecify.annotations.NullMarked;
