package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import weather.kwangle.infra.cost.CostReport;

/**
 * docs/cost.md shows what the report says of production.
 * {@code mvn -pl cdk-app -am test -Dtest=CostPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dwrite=true} writes it again.
 */
class CostPageTest {
    private final EnvironmentSettings staging =
            new SettingsFiles(CloudAssembly.ROOT.resolve("cdk-app/environments")).environment("staging");

    @Test
    void theReportOnThePageIsProductions() throws IOException {
        String report =
                CostReport.of(CloudAssembly.ROOT, CloudAssembly.production().folder());
        assertThat(new GeneratedPart(Path.of("docs/cost.md"), "report").standing(report))
                .isEqualTo(report);
    }

    @Test
    void theTagsOnThePageAreThoseOfTheStacks() throws IOException {
        assertThat(Files.readString(CloudAssembly.ROOT.resolve("docs/cost.md")))
                .contains("TagKey=" + CostAllocation.PROJECT + ",")
                .contains("TagKey=" + CostAllocation.ENVIRONMENT + ",")
                .contains("TagKey=" + CostAllocation.COMPONENT + ",");
    }

    @Test
    void whatIsAssumedOfStagingIsWhatItsSettingsSay() {
        assertThat(assumed("staging-nodes"))
                .isEqualByComparingTo(BigDecimal.valueOf(staging.nodes().desired()));
        EnvironmentSettings.OfficeHours hours = staging.nodes().officeHours().orElseThrow();
        BigDecimal awake = BigDecimal.valueOf(5L * (hour(hours.end()) - hour(hours.start())))
                .divide(BigDecimal.valueOf(7 * 24), 4, RoundingMode.HALF_UP);
        assertThat(assumed("staging-awake")).isEqualByComparingTo(awake);
    }

    @Test
    void asManyOperationsAreAssumedAsTheContractHas() {
        int operations = ProductDocuments.operations(ProductDocuments.CONTRACT).size();
        assertThat(assumed("operations")).isEqualByComparingTo(BigDecimal.valueOf(operations));
    }

    /** The hour of a cron expression of EC2 Auto Scaling or EventBridge that means every working day at that hour. */
    private static int hour(String cron) {
        Matcher form = Pattern.compile("(?:cron\\()?0 (\\d+) [*?] \\* MON-FRI(?: \\*\\))?")
                .matcher(cron);
        assertThat(form.matches()).as(cron).isTrue();
        return Integer.parseInt(form.group(1));
    }

    private static BigDecimal assumed(String id) {
        for (JsonNode assumption : Sources.documents(Sources.text("cdk-app/cost/usage.yaml"))) {
            if (assumption.path("id").asText().equals(id)) {
                return assumption.path("quantity").decimalValue();
            }
        }
        throw new AssertionError("no assumption " + id);
    }
}
