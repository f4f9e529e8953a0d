package weather.kwangle.chart.prerequisites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** The page that pins what a cluster needs is complete, and agrees with what else says so. */
class PrerequisitesTest {
    private static final List<KubernetesObject> PAGE = Repository.list("ci/cluster/prerequisites.yaml");

    @Test
    void holdsWhatTheArchitectureAsksForInTheOrderOfNeed() {
        assertThat(PAGE)
                .extracting(entry -> entry.at("name"))
                .containsExactly(
                        "metrics-server",
                        "aws-load-balancer-controller",
                        "cluster-autoscaler",
                        "nginx-ingress",
                        "logging",
                        "external-dns",
                        "external-secrets");
    }

    @Test
    void everyVersionIsPinnedAndEveryReasonGiven() {
        assertThat(PAGE).allSatisfy(entry -> {
            assertThat(entry.at("version").toString()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(entry.at("why").toString()).hasSizeGreaterThan(20);
            assertThat(entry.at("repository").toString()).matches("https://.+|oci://.+|none");
        });
    }

    @Test
    void everyValuesFileIsThereAndIsYaml() {
        assertThat(PAGE)
                .allSatisfy(entry -> assertThat(
                                Repository.yaml((String) entry.at("values")).content())
                        .isNotEmpty());
    }

    @Test
    void everyServiceAccountStandsInItsOwnNamespace() {
        assertThat(PAGE)
                .extracting(entry -> entry.at("namespace") + ":" + entry.at("serviceAccount"))
                .doesNotHaveDuplicates();
        assertThat(PAGE).extracting(entry -> entry.at("namespace")).doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatCallsAwsHasARole() {
        assertThat(PAGE.stream()
                        .filter(entry -> entry.at("role").equals(true))
                        .map(entry -> entry.at("serviceAccount")))
                .containsExactly("aws-load-balancer-controller", "cluster-autoscaler", "fluent-bit", "external-dns");
    }

    @Test
    void theServiceAccountIsTheOneThatTheValuesName() {
        assertThat(values("aws-load-balancer-controller").at("serviceAccount", "name"))
                .isEqualTo(entry("aws-load-balancer-controller").at("serviceAccount"));
        assertThat(values("cluster-autoscaler").at("rbac", "serviceAccount", "name"))
                .isEqualTo(entry("cluster-autoscaler").at("serviceAccount"));
        assertThat(values("external-dns").at("serviceAccount", "name"))
                .isEqualTo(entry("external-dns").at("serviceAccount"));
        assertThat(Chart.named("logging")
                        .object("ServiceAccount", (String) entry("logging").at("serviceAccount"))
                        .name())
                .isEqualTo("fluent-bit");
    }

    @Test
    void onlyWhatReadsTheNodesFilesIsNotRestricted() {
        assertThat(PAGE.stream()
                        .filter(entry -> !entry.at("podSecurity").equals("restricted"))
                        .map(entry -> entry.at("name") + " " + entry.at("podSecurity")))
                .containsExactly("logging privileged");
    }

    @Test
    void whatIsOptionalIsInstalledOnlyWhenSwitchedOn() {
        Map<Object, Object> when = PAGE.stream()
                .filter(entry -> !entry.at("when").equals("always"))
                .collect(Collectors.toMap(entry -> entry.at("name"), entry -> entry.at("when")));
        assertThat(when).isEqualTo(Map.of("external-dns", "external-dns", "external-secrets", "external-secrets"));
    }

    @Test
    void everyOneSaysWhereItsImagesDigestGoes() {
        assertThat(PAGE).allSatisfy(entry -> {
            assertThat(images(entry)).hasSize(1);
            assertThat(entry.at("pin").toString().split(" ", -1))
                    .allMatch(value -> value.matches("([a-zA-Z]+\\.)*image\\.(tag|digest)"));
        });
    }

    @Test
    void everyImageHasAVersion() {
        assertThat(PAGE)
                .allSatisfy(entry -> assertThat(images(entry))
                        .isNotEmpty()
                        .allMatch(image -> image.matches("[a-z0-9.]+/[a-z0-9/-]+:v?\\d+\\.\\d+\\.\\d+")));
    }

    @Test
    void theAutoscalersImageIsTheOneThatItsValuesName() {
        assertThat(images(entry("cluster-autoscaler")))
                .containsExactly("registry.k8s.io/autoscaling/cluster-autoscaler:"
                        + values("cluster-autoscaler").at("image", "tag"));
        assertThat(images(entry("nginx-ingress")))
                .allMatch(image ->
                        image.startsWith(values("nginx-ingress").at("controller", "image", "repository") + ":"));
    }

    @Test
    void ourOwnChartIsTheVersionThatIsHere() {
        KubernetesObject entry = entry("logging");
        KubernetesObject chart = Repository.yaml(entry.at("chart") + "/Chart.yaml");
        assertThat(chart.at("version")).isEqualTo(entry.at("version"));
        assertThat(images(entry))
                .containsExactly("public.ecr.aws/aws-observability/aws-for-fluent-bit:" + chart.at("appVersion"));
    }

    @Test
    void everyValuesFileBelongsToAnEntry() throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("ci/cluster/values"))) {
            assertThat(files.map(file -> "ci/cluster/values/" + file.getFileName()))
                    .allMatch(file ->
                            PAGE.stream().anyMatch(entry -> entry.at("values").equals(file)));
        }
    }

    static KubernetesObject entry(String name) {
        return PAGE.stream()
                .filter(entry -> entry.at("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static KubernetesObject values(String name) {
        return Repository.yaml((String) entry(name).at("values"));
    }

    private static Stream<String> images(KubernetesObject entry) {
        return ((List<?>) entry.at("images")).stream().map(Object::toString);
    }
}
