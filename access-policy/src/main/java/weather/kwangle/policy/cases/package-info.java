/** What the policy is meant to say, as a table of who may do what, and whether it says so. */
@NullMarked
package weather.kwangle.policy.cases;

import org.jspecify.annotations.NullMarked;
