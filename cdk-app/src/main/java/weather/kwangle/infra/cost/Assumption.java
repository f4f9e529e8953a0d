package weather.kwangle.infra.cost;

import java.math.BigDecimal;

/**
 * How much of something is used in a month.
 *
 * @param because where the figure comes from
 */
record Assumption(String id, BigDecimal quantity, String because) {}
