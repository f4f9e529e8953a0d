package weather.kwangle.chart.release;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import weather.kwangle.chart.Chart;

/** The chart with the values that matter, as the pipeline's commands give them. */
public final class Releases {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nnone that anyone believes\n-----END CERTIFICATE-----\n";

    private static final String KEY =
            "-----BEGIN PRIVATE KEY-----\nnone that opens anything\n-----END PRIVATE KEY-----\n";

    private Releases() {}

    /** With a certificate of its own, so that two renderings are the same. */
    static Chart withoutValues() {
        return Chart.named("max-weather")
                .with("ingress.tls.certificate", CERTIFICATE)
                .with("ingress.tls.key", KEY);
    }

    static Chart byDefault() {
        return withoutValues()
                .with("weatherApi.image.tag", "42")
                .with("global.aws.accountId", "123456789012")
                .with("global.aws.region", "us-east-1");
    }

    static Chart staging() {
        return of("staging");
    }

    public static Chart production() {
        return of("production");
    }

    public static Chart of(String environment) {
        return byDefault().withValuesFile("values-%s.yaml".formatted(environment));
    }

    static Chart withVirtualServer() {
        return production().with("ingress.kind", "VirtualServer");
    }

    static Chart withExternalSecrets() {
        return production().with("externalSecrets.enabled", "true");
    }

    /** Values at the edge of what the schema lets through, each of which has broken somebody's chart. */
    static Chart hostile() {
        return withoutValues().withValues("""
                global:
                  # Numbers: floats to Helm, where a file has them.
                  aws: { accountId: 123456789012, region: us-gov-west-1 }
                  host: "%s"
                  imageRegistry: "localhost:5000/a.b_c-d"
                logGroup: /x
                weatherApi:
                  image: { tag: 123456789, digest: "" }
                  resources: { limits: { memory: 16384Mi, cpu: 64000m } }
                  autoscaling: { minReplicas: 2, maxReplicas: 2, memoryUtilization: 33 }
                  disruptionBudget: { minAvailable: 1 }
                edgeGateway:
                  # A text that YAML would read as a number, or as true.
                  image: { repository: x, tag: "1e3", digest: %s }
                  autoscaling: { minReplicas: 20, maxReplicas: 50 }
                  disruptionBudget: { minAvailable: 19 }
                  edgeKeySecretId: "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a/b+c=d@e-AbCdEf"
                shutdown: { preStopSeconds: 60, graceSeconds: 300 }
                ingress: { className: "on", controllerNamespace: "1e3", rateLimit: { rate: 100000, burst: 200000 } }
                externalSecrets: { enabled: true, refreshInterval: 60s }
                helmTest: { image: { tag: "0x10" } }
                """.formatted("a".repeat(63) + ".weather", DIGEST));
    }

    static Stream<Named<Chart>> all() {
        return Stream.of(
                Named.of("default", byDefault()),
                Named.of("staging", staging()),
                Named.of("production", production()),
                Named.of("VirtualServer", withVirtualServer()),
                Named.of("External Secrets", withExternalSecrets()),
                Named.of("hostile", hostile()));
    }
}
