/** Ledger and registry in one DynamoDB table, one item per client. */
@NullMarked
package weather.kwangle.quota.dynamodb;

import org.jspecify.annotations.NullMarked;
