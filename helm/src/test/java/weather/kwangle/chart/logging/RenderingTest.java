package weather.kwangle.chart.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;
import weather.kwangle.chart.TypedModels;

/** The chart renders objects that Kubernetes knows, and refuses values that make no sense. */
class RenderingTest {

    @Test
    void lintsStrictly() {
        LintResult result = Chart.named("logging").lint();
        assertThat(result.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
        assertThat(result.isFailed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void everyObjectHasOnlyFieldsThatKubernetesKnows(String environment) {
        List<KubernetesObject> objects = LoggingReleases.of(environment).render();
        assertThat(objects)
                .extracting(KubernetesObject::kind)
                .containsExactlyInAnyOrder(
                        "NetworkPolicy",
                        "ServiceAccount",
                        "ConfigMap",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "DaemonSet");
        assertThat(objects).allSatisfy(TypedModels::check);
        assertThat(objects).noneMatch(object -> object.has("metadata", "namespace"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    global: {environment: test}                        | environment
                    global: {environment: Production}                  | environment
                    global: {clusterName: "my cluster"}                | clusterName
                    global: {clusterName: -x}                          | clusterName
                    global: {aws: {accountId: "12345678901"}}          | accountId
                    global: {aws: {accountId: 1234567890123}}          | accountId
                    global: {aws: {accountId: "12345678901a"}}         | accountId
                    global: {aws: {region: Virginia}}                  | region
                    global: {aws: {profile: x}}                        | profile
                    global: {namespace: logging}                       | namespace
                    image: {tag: latest}                               | tag
                    image: {tag: "3.4 17"}                             | tag
                    image: {digest: abc}                               | digest
                    image: {repository: fluent-bit}                    | repository
                    image: {pullPolicy: Always}                        | pullPolicy
                    logLevel: trace                                    | logLevel
                    buffer: {containersMebibytes: 0}                   | containersMebibytes
                    buffer: {containersMebibytes: 5000}                | containersMebibytes
                    buffer: {ownMebibytes: 8M}                         | ownMebibytes
                    buffer: {unlimited: true}                          | unlimited
                    resources: {limits: {cpu: 1}}                      | cpu
                    resources: {limits: {memory: 1Gi}}                 | memory
                    resources: {limits: {storage: 1Gi}}                | storage
                    resources: {requests: {memory: 0Mi}}               | memory
                    tolerations: []                                    | tolerations
                    """)
    void aValueThatMakesNoSenseIsRefusedByName(String values, String named) {
        assertThatThrownBy(() -> Chart.named("logging").withValues(values).render())
                .hasMessageContaining(named)
                .hasMessageContaining("schema");
    }
}
