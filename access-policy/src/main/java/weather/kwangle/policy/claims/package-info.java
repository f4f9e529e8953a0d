/** What a token has to say to be let in: the smallest sets of scopes and groups, worked out rather than tried. */
@NullMarked
package weather.kwangle.policy.claims;

import org.jspecify.annotations.NullMarked;
