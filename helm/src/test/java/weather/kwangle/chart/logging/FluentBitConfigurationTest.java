package weather.kwangle.chart.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** The architecture document's section 7 and the log flow of its section 11, in what Fluent Bit reads. */
class FluentBitConfigurationTest {
    private static final Chart PRODUCTION = LoggingReleases.of("production");

    @Test
    void readsWhatTheRuntimeWritesForEveryContainer() {
        KubernetesObject containers = input("containers");
        assertThat(containers.at("name")).isEqualTo("tail");
        assertThat(containers.at("path")).isEqualTo("/var/log/containers/*.log");
        assertThat(containers.at("multiline.parser")).isEqualTo("cri");
    }

    @Test
    void remembersWhereItWasAndLosesNoLineThatWasWrittenMeanwhile() {
        assertThat(LoggingReleases.pipeline(PRODUCTION, "inputs")).hasSize(2).allSatisfy(input -> {
            assertThat(input.at("db").toString()).startsWith("/var/lib/fluent-bit/");
            assertThat(input.at("read_from_head")).isEqualTo("on");
        });
    }

    @Test
    void itsOwnLinesAreReadApart() {
        Object own = input("own").at("path");
        assertThat(own).isEqualTo("/var/log/containers/fluent-bit-*_weather-test_*.log");
        assertThat(input("containers").at("exclude_path")).isEqualTo(own);
    }

    @Test
    void aLineOfJsonBecomesFieldsBeforeAnyMetadataIsAdded() {
        List<KubernetesObject> filters = LoggingReleases.pipeline(PRODUCTION, "filters");
        assertThat(filters)
                .extracting(filter -> filter.at("name"))
                .containsExactly("modify", "parser", "modify", "kubernetes", "kubernetes", "nest", "modify", "nest");
        assertThat(filters.get(1).at("key_name")).isEqualTo("log");
        assertThat(filters.get(1).at("parser")).isEqualTo("json-object");
        assertThat(LoggingReleases.configuration(PRODUCTION).at("parsers", 0, "name"))
                .isEqualTo("json-object");
        assertThat(LoggingReleases.configuration(PRODUCTION).at("parsers", 0, "format"))
                .isEqualTo("json");
    }

    @Test
    void bothInputsGetKubernetesMetadata() {
        assertThat(LoggingReleases.pipeline(PRODUCTION, "filters").stream()
                        .filter(filter -> filter.at("name").equals("kubernetes"))
                        .map(filter -> filter.at("kube_tag_prefix")))
                .containsExactly("kube.var.log.containers.", "own.var.log.containers.");
    }

    @Test
    void everyRecordSaysClusterNamespaceAndPodAndNoApplicationCanSayOtherwise() {
        List<KubernetesObject> filters = LoggingReleases.pipeline(PRODUCTION, "filters");
        assertThat(filters.get(2).at("remove")).isEqualTo(List.of("cluster", "namespace", "pod", "kubernetes"));
        assertThat(filters.get(2).at("remove_wildcard")).isEqualTo("kubernetes_");
        KubernetesObject fields = filters.get(6);
        assertThat(fields.at("set")).isEqualTo("cluster max-weather-production-cluster");
        assertThat(fields.at("copy"))
                .isEqualTo(List.of("kubernetes_namespace_name namespace", "kubernetes_pod_name pod"));
    }

    @ParameterizedTest
    @CsvSource({
        "production, /aws/eks/max-weather/application, /aws/fluent-bit/max-weather",
        "staging, /aws/eks/max-weather-staging/application, /aws/fluent-bit/max-weather-staging"
    })
    void writesToTheEnvironmentsGroups(String environment, String containers, String own) {
        List<KubernetesObject> outputs = LoggingReleases.pipeline(LoggingReleases.of(environment), "outputs");
        assertThat(outputs)
                .extracting(
                        output -> output.at("name"),
                        output -> output.at("match"),
                        output -> output.at("log_group_name"))
                .containsExactly(
                        tuple("cloudwatch_logs", "kube.*", containers), tuple("cloudwatch_logs", "own.*", own));
        assertThat(outputs).allSatisfy(output -> assertThat(output.at("region")).isEqualTo("us-east-1"));
    }

    @ParameterizedTest
    @CsvSource({"production, max-weather-production-cluster", "staging, max-weather-staging-cluster"})
    void theClusterIsTheEnvironmentsUnlessAnotherNameIsGiven(String environment, String cluster) {
        assertThat(clusterOf(LoggingReleases.of(environment))).isEqualTo("cluster " + cluster);
        assertThat(clusterOf(LoggingReleases.of(environment).with("global.clusterName", "another")))
                .isEqualTo("cluster another");
    }

    @Test
    void createsNoGroup() {
        assertThat(LoggingReleases.pipeline(PRODUCTION, "outputs"))
                .allSatisfy(output -> assertThat(output.at("auto_create_group")).isEqualTo("off"));
    }

    @Test
    void anOutageOfCloudWatchIsWaitedForOnDiskAndNotInMemoryAndNotForEver() {
        assertThat(LoggingReleases.configuration(PRODUCTION).at("service", "storage.path"))
                .isEqualTo("/var/lib/fluent-bit/buffer");
        assertThat(LoggingReleases.pipeline(PRODUCTION, "inputs"))
                .allSatisfy(input -> assertThat(input.at("storage.type")).isEqualTo("filesystem"));
        assertThat(LoggingReleases.pipeline(PRODUCTION, "outputs"))
                .extracting(output -> output.at("storage.total_limit_size"))
                .containsExactly("256M", "16M");
        assertThat(LoggingReleases.pipeline(PRODUCTION, "outputs"))
                .allSatisfy(output -> assertThat(output.at("retry_limit")).isEqualTo("no_limits"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "warn", "info", "debug"})
    void saysAsMuchAsItIsTold(String level) {
        assertThat(LoggingReleases.configuration(PRODUCTION.with("logLevel", level))
                        .at("service", "log_level"))
                .isEqualTo(level);
    }

    private static Object clusterOf(Chart release) {
        return LoggingReleases.pipeline(release, "filters").get(6).at("set");
    }

    private static KubernetesObject input(String alias) {
        return LoggingReleases.pipeline(PRODUCTION, "inputs").stream()
                .filter(input -> input.at("alias").equals(alias))
                .findFirst()
                .orElseThrow();
    }
}
