package weather.kwangle.chart.nginx;

import weather.kwangle.chart.Chart;

/** The releases whose way in is tried. */
final class Releases {
    private Releases() {}

    /** With a certificate of its own, so that the chart asks no cluster for one. */
    static Chart of(String environment) {
        return Chart.named("max-weather")
                .with("weatherApi.image.tag", "42")
                .with("global.aws.accountId", "123456789012")
                .with("ingress.tls.certificate", "-----BEGIN CERTIFICATE-----\nno one's\n-----END CERTIFICATE-----\n")
                .with("ingress.tls.key", "-----BEGIN PRIVATE KEY-----\nno one's\n-----END PRIVATE KEY-----\n")
                .withValuesFile("values-%s.yaml".formatted(environment));
    }
}
