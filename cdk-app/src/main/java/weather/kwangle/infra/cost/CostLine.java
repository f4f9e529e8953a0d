package weather.kwangle.infra.cost;

import java.math.BigDecimal;

/**
 * One line of the bill.
 *
 * @param item of the document's list
 * @param what is charged for
 * @param quantity in a month, in the price's unit
 */
record CostLine(String item, String what, BigDecimal quantity, Price price) {
    BigDecimal usd() {
        return quantity.multiply(price.usd());
    }
}
