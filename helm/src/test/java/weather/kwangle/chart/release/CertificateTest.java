package weather.kwangle.chart.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weather.kwangle.chart.Chart;
import weather.kwangle.chart.KubernetesObject;

/** NGINX's certificate: made once, kept by every upgrade until its last third, or taken from the values. */
class CertificateTest {

    private static final String HOST = "max-weather.kwangle.weather/host";
    private static final String RENEW_AFTER = "max-weather.kwangle.weather/renew-after";

    private static final Chart WITHOUT_CERTIFICATE =
            Chart.named("max-weather").with("weatherApi.image.tag", "42").with("global.aws.accountId", "123456789012");

    @Test
    void theChartMakesOneForTheIngressHostThatLasts1095Days() throws CertificateException, IOException {
        X509Certificate certificate = certificate(installedWhereThereIs(Optional.empty()));
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "internal.kwangle.weather"));
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(1095));
    }

    /**
     * Without a domain the load balancer passes TLS through, and API Gateway, told not to verify, still wants a root that may
     * sign: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration-tls-config.html
     */
    @Test
    void itComesWithTheAuthorityThatSignedItWhoseKeyNobodyHas() throws Exception {
        KubernetesObject secret = installedWhereThereIs(Optional.empty());
        List<X509Certificate> chain = chain(secret);
        assertThat(chain).hasSize(2);
        chain.get(0).verify(chain.get(1).getPublicKey());
        assertThat(chain.get(0).getBasicConstraints()).isEqualTo(-1);
        assertThat(chain.get(1).getBasicConstraints()).isNotNegative();
        int keyCertSign = 5;
        assertThat(chain.get(1).getKeyUsage()[keyCertSign]).isTrue();
    }

    @Test
    void itSaysWhenItsLastThirdBegins() throws CertificateException, IOException {
        KubernetesObject secret = installedWhereThereIs(Optional.empty());
        Instant renewAfter =
                Instant.ofEpochSecond(Long.parseLong((String) secret.at("metadata", "annotations", RENEW_AFTER)));
        assertThat(Duration.between(certificate(secret).getNotBefore().toInstant(), renewAfter))
                .isBetween(Duration.ofDays(730), Duration.ofDays(730).plusMinutes(1));
    }

    @Test
    void anUpgradeKeepsTheOneThatIsThere() throws IOException {
        String far = Long.toString(Instant.now().plus(Duration.ofDays(1)).getEpochSecond());
        KubernetesObject secret = installedWhereThereIs(found("internal.kwangle.weather", far));
        assertThat(secret.at("data")).isEqualTo(Map.of("tls.crt", "Y2VydA==", "tls.key", "a2V5"));
        assertThat(secret.at("metadata", "annotations", RENEW_AFTER)).isEqualTo(far);
    }

    @Test
    void anUpgradeInItsLastThirdMakesANewOne() throws IOException, CertificateException {
        String past = Long.toString(Instant.now().minusSeconds(1).getEpochSecond());
        KubernetesObject secret = installedWhereThereIs(found("internal.kwangle.weather", past));
        assertThat(certificate(secret).getNotAfter()).isAfter(Instant.now().plus(Duration.ofDays(1094)));
    }

    @Test
    void oneForAnotherHostIsReplaced() throws IOException, CertificateException {
        String far = Long.toString(Instant.now().plus(Duration.ofDays(1)).getEpochSecond());
        KubernetesObject secret = installedWhereThereIs(found("old.kwangle.weather", far));
        assertThat(certificate(secret).getSubjectAlternativeNames())
                .containsExactly(List.of(2, "internal.kwangle.weather"));
    }

    @Test
    void oneFromTheValuesIsTakenAsItIs() {
        KubernetesObject secret = Releases.production().object("Secret", "internal-tls");
        assertThat(new String(Base64.getDecoder().decode((String) secret.at("data", "tls.crt")), UTF_8))
                .isEqualTo(Releases.CERTIFICATE);
        assertThat(secret.has("metadata", "annotations")).isFalse();
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        Chart half = WITHOUT_CERTIFICATE.with("ingress.tls.certificate", Releases.CERTIFICATE);
        assertThatThrownBy(half::template)
                .hasMessageContaining("ingress.tls has a certificate or a key without the other");
    }

    @Test
    void theIngressUsesIt() {
        assertThat(Releases.production().object("Ingress", "max-weather").at("spec", "tls", 0, "secretName"))
                .isEqualTo("internal-tls");
        assertThat(Releases.withVirtualServer()
                        .object("VirtualServer", "max-weather")
                        .at("spec", "tls", "secret"))
                .isEqualTo("internal-tls");
    }

    private static Optional<Map<String, Object>> found(String host, String renewAfter) {
        return Optional.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "internal-tls", "annotations", Map.of(HOST, host, RENEW_AFTER, renewAfter)),
                "data",
                Map.of("tls.crt", "Y2VydA==", "tls.key", "a2V5")));
    }

    private static KubernetesObject installedWhereThereIs(Optional<Map<String, Object>> secret) throws IOException {
        try (SecretStandIn _ = new SecretStandIn(secret)) {
            return WITHOUT_CERTIFICATE.object("Secret", "internal-tls");
        }
    }

    private static X509Certificate certificate(KubernetesObject secret) throws CertificateException {
        return chain(secret).getFirst();
    }

    private static List<X509Certificate> chain(KubernetesObject secret) throws CertificateException {
        byte[] pem = Base64.getDecoder().decode((String) secret.at("data", "tls.crt"));
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
