/** What a reviewer would ask about a policy that can be read. */
@NullMarked
package weather.kwangle.policy.lint;

import org.jspecify.annotations.NullMarked;
