package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryScanTest {

    private Workspace workspace;

    @BeforeEach
    void push(@TempDir Path temporary) {
        workspace = Workspace.afterPush(temporary);
    }

    @Test
    void waitsUntilBothImagesAreScannedAndClean() {
        workspace.tools().put("scan-answers", "IN_PROGRESS\t0\t0\nPENDING\t0\t0\nCOMPLETE\t0\t0\n");

        Shell.Outcome scanned = scan();

        assertThat(scanned.exitCode()).as(scanned.all()).isZero();
        assertThat(scanned.output()).isEqualTo("""
                weather-api: ECR found 0 critical and 0 high vulnerabilities
                edge-gateway: ECR found 0 critical and 0 high vulnerabilities
                """);
    }

    @Test
    void refusesAnImageThatIsNotTheOneThatWasBuilt() {
        workspace.tools().put("digest-in-ecr", "sha256:" + "f".repeat(64));

        Shell.Outcome scanned = scan();

        assertThat(scanned.exitCode()).isEqualTo(1);
        assertThat(scanned.errors())
                .contains("weather-api: ECR holds sha256:" + "f".repeat(64) + " under 42, the build pushed "
                        + Workspace.WEATHER_API);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 3"})
    void refusesCriticalAndHighFindings(int critical, int high) {
        workspace.tools().put("scan-answers", "COMPLETE\t%d\t%d\n".formatted(critical, high));

        Shell.Outcome scanned = scan();

        assertThat(scanned.exitCode()).isEqualTo(1);
        assertThat(scanned.output())
                .contains("ECR found %d critical and %d high vulnerabilities".formatted(critical, high));
        assertThat(scanned.errors()).isEqualTo("await-scan.sh: weather-api: not deployed with these findings\n");
    }

    @Test
    void startsAScanThatTheRegistryDidNot() {
        workspace.tools().put("scan-answers", "ScanNotFoundException\nCOMPLETE\t0\t0\n");

        assertThat(scan().exitCode()).isZero();

        assertThat(workspace.tools().calls("aws ecr start-image-scan"))
                .singleElement()
                .asString()
                .contains("--repository-name max-weather/weather-api --image-id imageDigest=" + Workspace.WEATHER_API);
    }

    @Test
    void aScanThatFailsCountsAsAFinding() {
        workspace.tools().put("scan-answers", "FAILED\t0\t0\n");

        Shell.Outcome scanned = scan();

        assertThat(scanned.exitCode()).isEqualTo(1);
        assertThat(scanned.errors()).contains("weather-api: ECR's scan ended as FAILED");
    }

    @Test
    void aScanThatDoesNotEndCountsAsAFinding() {
        workspace.tools().put("scan-answers", "IN_PROGRESS\t0\t0\n");

        Shell.Outcome scanned = workspace.set("SCAN_PATIENCE", "0").run("await-scan.sh");

        assertThat(scanned.exitCode()).isEqualTo(1);
        assertThat(scanned.errors()).contains("ECR's scan did not end within 0 seconds");
    }

    @Test
    void nothingIsAskedWhereNothingWasPushed(@TempDir Path other) {
        Shell.Outcome refused = new Workspace(other).run("await-scan.sh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("has no digest of weather-api: push-images.sh writes it");
    }

    private Shell.Outcome scan() {
        return workspace.run("await-scan.sh");
    }
}
