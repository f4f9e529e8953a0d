package weather.kwangle.infra.cost;

import java.math.BigDecimal;

/**
 * What the architecture document expects an item to cost in a month.
 *
 * @param because why ours differs
 */
record DocumentedCost(String item, BigDecimal usd, String because) {}
