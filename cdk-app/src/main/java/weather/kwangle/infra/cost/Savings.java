package weather.kwangle.infra.cost;

import java.math.BigDecimal;

/** What the document's ways to save are worth, each computed from prices and assumptions. */
final class Savings {
    private final CostTables tables;

    Savings(CostTables tables) {
        this.tables = tables;
    }

    String text() {
        BigDecimal node = tables.price("t3.medium-hour").usd().multiply(MonthlyBill.HOURS);
        BigDecimal staging = node.multiply(tables.used("staging-nodes"));
        BigDecimal awake = staging.multiply(tables.used("staging-awake"));
        StringBuilder text = new StringBuilder("| way | $ a month | how |\n|---|--:|---|\n");
        CostReport.row(
                text,
                "Staging asleep out of hours",
                CostReport.dollars(staging.subtract(awake)),
                "of " + CostReport.dollars(staging) + " for its nodes around the clock");
        CostReport.row(
                text,
                "Spot for staging, while it is awake",
                between(
                        awake.multiply(tables.used("spot-discount-low")),
                        awake.multiply(tables.used("spot-discount-high"))),
                "60 to 80 % of the " + CostReport.dollars(awake) + " that are left");
        CostReport.row(
                text,
                "One node less in a quiet night",
                CostReport.dollars(node),
                "of production's three, were it away all month; the cluster autoscaler takes it after 10 minutes without need");
        CostReport.row(
                text,
                "Archive instead of keeping a year in CloudWatch",
                CostReport.dollars(archive()),
                "what ten months more of the archived logs would cost there, less what they cost in Glacier");
        return text.toString();
    }

    private BigDecimal archive() {
        BigDecimal stored = tables.used("archived-gigabytes")
                .multiply(tables.used("log-compression"))
                .multiply(BigDecimal.TEN);
        return stored.multiply(tables.price("log-gigabyte-month")
                        .usd()
                        .subtract(tables.price("glacier-gigabyte-month").usd()))
                .subtract(tables.used("archived-gigabytes")
                        .multiply(tables.price("firehose-gigabyte").usd()));
    }

    private static String between(BigDecimal low, BigDecimal high) {
        return CostReport.dollars(low) + " to " + CostReport.dollars(high);
    }
}
