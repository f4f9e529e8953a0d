package weather.kwangle.pipeline;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ImageLockTest {

    private static final Path CI = Checkout.ROOT.resolve("ci");
    private static final Pattern IMAGE = Pattern.compile("^ *(?:- )?image: (\\S+)$");

    @TempDir
    private Path temporary;

    @Test
    void everyLineIsAnImageWithATagAndADigestOrNone() throws IOException {
        assertThat(Files.readAllLines(CI.resolve("images.lock")))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(line ->
                        line.matches("[a-z0-9.-]+\\.[a-z]+/[a-z0-9./-]+:[A-Za-z0-9._-]+ (-|sha256:[0-9a-f]{64})"))
                .noneMatch(line -> line.contains(":latest "));
    }

    @Test
    void everyImageOfAnAgentIsLockedWithItsDigest() throws IOException {
        Set<String> locked = Files.readAllLines(CI.resolve("images.lock")).stream()
                .map(line -> line.replace(" -", "").replace(" ", "@"))
                .collect(toSet());

        assertThat(imagesOfAgents(CI)).isNotEmpty().isSubsetOf(locked);
    }

    @Test
    void everyImageOfAPrerequisiteIsLocked() throws IOException {
        List<String> images = Files.readAllLines(CI.resolve("cluster/prerequisites.yaml")).stream()
                .filter(line -> line.startsWith("    - "))
                .map(line -> line.strip().substring(2))
                .toList();

        assertThat(images).isNotEmpty().isSubsetOf(lockedImages());
    }

    @Test
    void theBaseOfOurImagesIsLocked() throws IOException {
        assertThat(lockedImages()).contains("gcr.io/distroless/java25-debian13:nonroot");
    }

    @Test
    void theImageOfTheChartsTestsIsLockedAndDeployedByThatDigest() throws IOException {
        Object values = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Checkout.ROOT.resolve("helm/max-weather/values.yaml")));
        Map<?, ?> image = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) values).get("helmTest")).get("image");
        String name = image.get("repository") + ":" + image.get("tag");

        assertThat(lockedImages()).contains(name);
        assertThat(CI.resolve("release.bash")).content().contains("readonly test_image=" + name + "\n");
    }

    @Test
    void resolvingFillsTheLockAndPinsTheAgents() throws IOException {
        Workspace workspace = new Workspace(temporary);

        Shell.Outcome resolved = workspace.run("resolve-images.sh");

        assertThat(resolved.exitCode()).as(resolved.all()).isZero();
        assertThat(workspace.read("ci/images.lock").lines()).allMatch(line -> line.matches("\\S+ sha256:[0-9a-f]{64}"));
        assertThat(imagesOfAgents(workspace.path("ci"))).isNotEmpty().allMatch(image -> image.contains("@sha256:"));
    }

    @Test
    void resolvingAgainAsksNobodyAndChangesNothing() {
        Workspace workspace = new Workspace(temporary);
        workspace.run("resolve-images.sh");
        String lock = workspace.read("ci/images.lock");
        String agent = workspace.read("ci/agents/build.yaml");
        int calls = workspace.tools().calls().size();

        assertThat(workspace.run("resolve-images.sh").exitCode()).isZero();

        assertThat(workspace.tools().calls()).hasSize(calls);
        assertThat(workspace.read("ci/images.lock")).isEqualTo(lock);
        assertThat(workspace.read("ci/agents/build.yaml")).isEqualTo(agent);
    }

    @Test
    void aRenewedDigestTakesThePlaceOfTheOldOne() throws IOException {
        Workspace workspace = new Workspace(temporary);
        workspace.run("resolve-images.sh");
        workspace.write(
                "ci/images.lock", workspace.read("ci/images.lock").replaceAll("(alpine/k8s\\S+) sha256:\\S+", "$1 -"));
        workspace.write(
                "ci/agents/deploy.yaml",
                workspace
                        .read("ci/agents/deploy.yaml")
                        .replaceAll("@sha256:[0-9a-f]{64}", "@sha256:" + "0".repeat(64)));

        workspace.run("resolve-images.sh");

        assertThat(workspace.tools().calls().getLast()).contains("alpine/k8s");
        assertThat(imagesOfAgents(workspace.path("ci"))).noneMatch(image -> image.endsWith("0".repeat(64)));
    }

    @Test
    void aRegistryThatDoesNotAnswerLeavesTheLockAlone() {
        Workspace workspace = new Workspace(temporary);
        String lock = workspace.read("ci/images.lock");
        workspace.tools().failOn("trivy");

        Shell.Outcome resolved = workspace.run("resolve-images.sh");

        assertThat(resolved.exitCode()).isEqualTo(1);
        assertThat(resolved.errors()).contains("no registry answers for public.ecr.aws/aquasecurity/trivy");
        assertThat(workspace.read("ci/images.lock")).isEqualTo(lock);
    }

    private static List<String> lockedImages() throws IOException {
        return Files.readAllLines(CI.resolve("images.lock")).stream()
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }

    private static List<String> imagesOfAgents(Path ci) throws IOException {
        List<String> images = new ArrayList<>();
        try (DirectoryStream<Path> agents = Files.newDirectoryStream(ci.resolve("agents"))) {
            for (Path agent : agents) {
                Files.readAllLines(agent).stream()
                        .map(IMAGE::matcher)
                        .filter(Matcher::matches)
                        .map(image -> image.group(1))
                        .forEach(images::add);
            }
        }
        return images;
    }
}
