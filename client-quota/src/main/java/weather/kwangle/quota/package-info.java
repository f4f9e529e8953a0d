/**
 * The quota ledger: how much a client may still ask for, in the rate tier, the UTC day and the UTC month, exact under
 * any concurrency. This package holds the arithmetic and knows no database; {@code dynamodb} holds the table.
 */
@NullMarked
package weather.kwangle.quota;

import org.jspecify.annotations.NullMarked;
