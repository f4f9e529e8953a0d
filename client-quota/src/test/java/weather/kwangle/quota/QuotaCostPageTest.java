package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/quota-cost.md says what its own figures come to, and its figures are those of the pages that it names. */
class QuotaCostPageTest {

    private static final Path ROOT = Path.of("..");
    private static final BigDecimal MILLION_WRITES = new BigDecimal("0.625");
    private static final List<BigDecimal> WRITES =
            List.of(new BigDecimal("0.054"), new BigDecimal("0.109"), BigDecimal.ONE);
    private static final BigDecimal HOURS = new BigDecimal(730);
    private static final BigDecimal NODE_HOUR = new BigDecimal("0.032");
    private static final BigDecimal SERVERLESS_HOUR = new BigDecimal("0.125");
    private static final BigDecimal MILLION_UNITS = new BigDecimal("0.0034");
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal NODES = TWO.multiply(HOURS).multiply(NODE_HOUR);

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(ROOT.resolve("docs/quota-cost.md"));
    }

    @Test
    void each_row_of_requests_is_what_the_figures_come_to() {
        for (int millions : List.of(1, 10, 100, 1_000)) {
            BigDecimal requests = BigDecimal.valueOf(millions);
            BigDecimal serverless =
                    HOURS.multiply(SERVERLESS_HOUR).add(requests.multiply(TWO).multiply(MILLION_UNITS));
            assertThat(page)
                    .contains("| %,d million | %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    millions,
                                    leases(requests, WRITES.get(0)),
                                    leases(requests, WRITES.get(1)),
                                    leases(requests, WRITES.get(2)),
                                    dollars(requests.multiply(MILLION_WRITES)),
                                    dollars(NODES),
                                    dollars(serverless)));
        }
    }

    @Test
    void each_break_even_is_where_both_cost_the_same() {
        for (BigDecimal writes : WRITES) {
            BigDecimal millions = NODES.divide(MILLION_WRITES.multiply(writes), 6, RoundingMode.HALF_UP);
            BigDecimal perSecond = millions.movePointRight(6)
                    .divide(HOURS.multiply(BigDecimal.valueOf(3_600)), 0, RoundingMode.HALF_UP);
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %s | %,d | %,d |\n",
                            writes,
                            millions.setScale(0, RoundingMode.HALF_UP).intValueExact(),
                            perSecond.intValueExact()));
        }
    }

    @Test
    void the_figures_it_starts_from_are_on_the_page_and_where_it_says() throws IOException {
        assertThat(page)
                .contains("on demand | $" + MILLION_WRITES + " |")
                .contains("limit | " + WRITES.get(0) + " |")
                .contains("limit | " + WRITES.get(1) + " |")
                .contains("month | " + HOURS + " |")
                .contains("an hour | $" + NODE_HOUR + " |")
                .contains("at least | $" + SERVERLESS_HOUR + " |")
                .contains("units | $" + MILLION_UNITS + " |");
        assertThat(Files.readString(ROOT.resolve("cdk-app/cost/prices.yaml")))
                .contains("{id: table-million-writes, usd: " + MILLION_WRITES + ",");
        assertThat(Files.readString(ROOT.resolve("docs/performance.md")))
                .contains("| " + WRITES.get(0) + " writes per admitted request |")
                .contains("| " + WRITES.get(1) + ", none refused |");
    }

    private static String leases(BigDecimal millions, BigDecimal writes) {
        return dollars(millions.multiply(writes).multiply(MILLION_WRITES));
    }

    private static String dollars(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
