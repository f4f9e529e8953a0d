package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {

    private static final String HEADER = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED\n";

    private Workspace workspace;

    @BeforeEach
    void checkOut(@TempDir Path temporary) {
        workspace = new Workspace(temporary);
    }

    @Test
    void countsAllModulesTogether() {
        report("client-quota", 5, 95).report("edge-gateway", 30, 70);

        Shell.Outcome checked = check();

        assertThat(checked.exitCode()).as(checked.all()).isZero();
        assertThat(checked.output().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("client-quota 95.0 %", "edge-gateway 70.0 %", "all 82.5 %, expected more than 80 %");
    }

    @Test
    void eightyPercentIsNotMoreThanEightyPercent() {
        report("client-quota", 20, 80);

        Shell.Outcome checked = check();

        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.errors()).isEqualTo("check-coverage.sh: too little is covered\n");
    }

    @Test
    void aModuleWithoutCodeChangesNothing() {
        workspace.write("helm/target/site/jacoco/jacoco.csv", HEADER);
        report("client-quota", 10, 90);

        assertThat(check().exitCode()).isZero();
    }

    @Test
    void noReportIsNoCoverage() {
        Shell.Outcome checked = check();

        assertThat(checked.exitCode()).isEqualTo(2);
        assertThat(checked.errors()).contains("no coverage report");
    }

    private CoverageTest report(String module, int missed, int covered) {
        workspace.write(
                module + "/target/site/jacoco/jacoco.csv",
                HEADER
                        + "%s,p,First,%d,%d,0%n".formatted(module, missed, covered - 1)
                        + "%s,p,Second,0,1,0%n".formatted(module));
        return this;
    }

    private Shell.Outcome check() {
        return workspace.run("check-coverage.sh");
    }
}
