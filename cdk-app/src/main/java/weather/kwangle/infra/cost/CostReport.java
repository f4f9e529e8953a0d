package weather.kwangle.infra.cost;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;

/** Prints what production costs as it was synthesized, beside the architecture document's figures. */
public final class CostReport {
    /** The document's total. */
    private static final String DOCUMENTED_TOTAL = "300 to 350";

    private static final BigDecimal DAYS = MonthlyBill.HOURS.divide(BigDecimal.valueOf(24), 4, RoundingMode.HALF_UP);

    private final List<CostLine> lines;
    private final CostTables tables;

    CostReport(List<CostLine> lines, CostTables tables) {
        this.lines = List.copyOf(lines);
        this.tables = tables;
    }

    /**
     * Prints the report as Markdown.
     *
     * @param arguments the repository's root and the folder of production's cloud assembly
     */
    public static void main(String... arguments) {
        if (arguments.length != 2) {
            System.err.println("max-weather: cost: expected the repository's root and the folder of a cloud assembly");
            System.exit(2);
        }
        try {
            System.out.print(of(Path.of(arguments[0]), Path.of(arguments[1])));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("max-weather: cost: " + e.getMessage());
            System.exit(2);
        }
    }

    /**
     * The report of production as Markdown.
     *
     * @param root of the repository
     * @param assembly the folder of the cloud assembly
     * @throws IOException if templates or tables cannot be read
     */
    public static String of(Path root, Path assembly) throws IOException {
        CostTables tables = CostTables.read(root.resolve("cdk-app/cost"));
        return new CostReport(MonthlyBill.of(Templates.read(assembly), tables), tables).text();
    }

    String text() {
        return comparison() + "\n" + bill() + "\n" + new Savings(tables).text();
    }

    private String comparison() {
        StringBuilder text = new StringBuilder(
                "| item | the document, $ a month | ours, $ a month | the difference |\n|---|--:|--:|---|\n");
        for (DocumentedCost documented : tables.document()) {
            row(
                    text,
                    documented.item(),
                    plain(documented.usd()),
                    dollars(sum(documented.item())),
                    documented.because());
        }
        BigDecimal total = lines.stream().map(CostLine::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal unlisted = sum(MonthlyBill.UNLISTED);
        row(
                text,
                "**Total**",
                DOCUMENTED_TOTAL,
                "**" + dollars(total) + "**",
                "%s for what the document lists, %s for the rest"
                        .formatted(dollars(total.subtract(unlisted)), dollars(unlisted)));
        row(
                text,
                "A day",
                "",
                dollars(total.divide(DAYS, 4, RoundingMode.HALF_UP)),
                "a trial that is taken down again");
        return text.toString();
    }

    private String bill() {
        StringBuilder text = new StringBuilder(
                "| item | what | quantity | unit | $ each | $ a month |\n|---|---|--:|---|--:|--:|\n");
        for (CostLine line : lines) {
            row(
                    text,
                    line.item(),
                    line.what(),
                    plain(line.quantity().setScale(2, RoundingMode.HALF_UP)),
                    line.price().unit(),
                    plain(line.price().usd()),
                    dollars(line.usd()));
        }
        return text.toString();
    }

    private BigDecimal sum(String item) {
        return lines.stream()
                .filter(line -> line.item().equals(item))
                .map(CostLine::usd)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    static String dollars(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
