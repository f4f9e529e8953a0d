/** The edge gateway: believes the edge assertion alone, answers for used-up quotas, routes the rest. */
@NullMarked
package weather.kwangle.gateway;

import org.jspecify.annotations.NullMarked;
