/**
 * What the authorizer and the edge gateway say to each other: one signed statement about one request, carried in one
 * header. Nothing else about a caller is trusted behind the edge.
 */
@NullMarked
package weather.kwangle.edge;

import org.jspecify.annotations.NullMarked;
