/** {@code ./max-weather policy}: the tool of those who write the policy. */
@NullMarked
package weather.kwangle.policy.command;

import org.jspecify.annotations.NullMarked;
