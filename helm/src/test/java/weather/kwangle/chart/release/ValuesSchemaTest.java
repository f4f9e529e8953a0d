package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** values.schema.json refuses what would break later, and says which value it is and what is wrong with it. */
class ValuesSchemaTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { surprise: 1 }                                             | ``                                       | additional properties 'surprise' not allowed
            { global: { surprise: 1 } }                                 | /global                                  | additional properties 'surprise' not allowed
            { weatherApi: { replicas: 3 } }                             | /weatherApi                              | additional properties 'replicas' not allowed
            { global: { environment: prod } }                           | /global/environment                      | value must be one of 'staging', 'production'
            { global: { environment: null } }                           | /global                                  | missing property 'environment'
            { global: { host: "http://api.kwangle.weather" } }          | /global/host                             | does not match pattern
            { global: { host: localhost } }                             | /global/host                             | does not match pattern
            { global: { host: "a.b; rm -rf" } }                         | /global/host                             | does not match pattern
            { global: { aws: { accountId: "1234-5678-9012" } } }        | /global/aws/accountId                    | does not match pattern
            { global: { aws: { accountId: "12345678901" } } }           | /global/aws/accountId                    | does not match pattern
            { global: { aws: { region: Virginia } } }                   | /global/aws/region                       | does not match pattern
            { global: { imageRegistry: "https://x" } }                  | /global/imageRegistry                    | does not match pattern
            { logLevel: INFO }                                          | /logLevel                                | value must be one of 'info', 'debug'
            { logLevel: trace }                                         | /logLevel                                | value must be one of 'info', 'debug'
            { logGroup: aws/x }                                         | /logGroup                                | does not match pattern
            { weatherApi: { image: { tag: latest } } }                  | /weatherApi/image/tag                    | 'not' failed
            { weatherApi: { image: { tag: true } } }                    | /weatherApi/image/tag                    | got boolean, want integer or string
            { weatherApi: { image: { tag: 1.5 } } }                     | /weatherApi/image/tag                    | got number, want integer or string
            { weatherApi: { image: { tag: "42\\n  x: y" } } }           | /weatherApi/image/tag                    | does not match pattern
            { weatherApi: { image: { repository: "Max" } } }            | /weatherApi/image/repository             | does not match pattern
            { edgeGateway: { image: { digest: "sha256:abc" } } }        | /edgeGateway/image/digest                | does not match pattern
            { weatherApi: { resources: { limits: { cpu: 0.5 } } } }     | /weatherApi/resources/limits/cpu         | got number, want string
            { weatherApi: { resources: { limits: { cpu: "1" } } } }     | /weatherApi/resources/limits/cpu         | does not match pattern
            { weatherApi: { resources: { limits: { memory: 1Gi } } } }  | /weatherApi/resources/limits/memory      | does not match pattern
            { weatherApi: { resources: { requests: { gpu: 1 } } } }     | /weatherApi/resources/requests           | additional properties 'gpu' not allowed
            { weatherApi: { autoscaling: { minReplicas: 1 } } }         | /weatherApi/autoscaling/minReplicas      | minimum: got 1, want 2
            { weatherApi: { autoscaling: { minReplicas: "3" } } }       | /weatherApi/autoscaling/minReplicas      | got string, want integer
            { weatherApi: { autoscaling: { maxReplicas: 1000 } } }      | /weatherApi/autoscaling/maxReplicas      | maximum: got 1,000, want 50
            { weatherApi: { autoscaling: { cpuUtilization: 0 } } }      | /weatherApi/autoscaling/cpuUtilization   | minimum: got 0, want 10
            { weatherApi: { autoscaling: { memoryUtilization: 101 } } } | /weatherApi/autoscaling/memoryUtilization | maximum: got 101, want 95
            { weatherApi: { disruptionBudget: { minAvailable: 0 } } }   | /weatherApi/disruptionBudget/minAvailable | minimum: got 0, want 1
            { weatherApi: { disruptionBudget: { minAvailable: 50% } } } | /weatherApi/disruptionBudget/minAvailable | got string, want integer
            { edgeGateway: { edgeKeySecretId: "" } }                    | /edgeGateway/edgeKeySecretId             | does not match pattern
            { shutdown: { preStopSeconds: 0 } }                         | /shutdown/preStopSeconds                 | minimum: got 0, want 10
            { shutdown: { graceSeconds: 45s } }                         | /shutdown/graceSeconds                   | got string, want integer
            { ingress: { kind: Gateway } }                              | /ingress/kind                            | value must be one of 'Ingress', 'VirtualServer'
            { ingress: { host: "*.kwangle.weather" } }                  | /ingress/host                            | does not match pattern
            { ingress: { rateLimit: { rate: 1000r/s } } }               | /ingress/rateLimit/rate                  | got string, want integer
            { ingress: { rateLimit: { burst: -1 } } }                   | /ingress/rateLimit/burst                 | minimum: got -1, want 1
            { ingress: { tls: { certificate: "no PEM" } } }             | /ingress/tls/certificate                 | does not match pattern
            { externalSecrets: { enabled: "yes" } }                     | /externalSecrets/enabled                 | got string, want boolean
            { externalSecrets: { refreshInterval: 1h } }                | /externalSecrets/refreshInterval         | does not match pattern
            { helmTest: { image: { tag: latest } } }                    | /helmTest/image/tag                      | 'not' failed
            { helmTest: null }                                          | ``                                       | missing property 'helmTest'
            """)
    void refuses(String values, String where, String why) {
        Chart release = Chart.named("max-weather").withValues(values);
        assertThatThrownBy(release::template)
                .hasMessageContaining("at '%s': ".formatted(where))
                .hasMessageContaining(why);
    }

    @Test
    void everyValueOfTheChartHasAPlaceInIt() throws IOException {
        String schema = Files.readString(Chart.named("max-weather").folder().resolve("values.schema.json"));
        KubernetesObject root =
                KubernetesObject.of(new Load(LoadSettings.builder().build()).loadFromString(schema));
        Set<String> values = new TreeSet<>();
        leaves("", Values.of("values.yaml").content(), values);
        Set<String> described = new TreeSet<>();
        properties("", root, root, described);
        assertThat(described).isEqualTo(values);
    }

    private static void leaves(String path, Map<?, ?> object, Set<String> into) {
        object.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                leaves(path + "." + name, inner, into);
            } else {
                into.add(path + "." + name);
            }
        });
    }

    private static void properties(String path, KubernetesObject schema, KubernetesObject root, Set<String> into) {
        if (schema.has("$ref")) {
            String definition = ((String) schema.at("$ref")).replace("#/$defs/", "");
            properties(path, KubernetesObject.of(root.at("$defs", definition)), root, into);
        } else if (schema.has("properties")) {
            assertThat(schema.at("additionalProperties")).as(path).isEqualTo(false);
            KubernetesObject members = KubernetesObject.of(schema.at("properties"));
            members.content()
                    .forEach((name, member) -> properties(path + "." + name, KubernetesObject.of(member), root, into));
        } else {
            into.add(path);
        }
    }
}
