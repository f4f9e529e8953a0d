package weather.kwangle.infra.cost;

import java.math.BigDecimal;

/**
 * A list price.
 *
 * @param usd for one unit
 * @param source the page that says so
 */
record Price(String id, BigDecimal usd, String unit, String source) {}
