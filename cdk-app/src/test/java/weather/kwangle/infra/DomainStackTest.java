package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainStackTest {
    private final StackTemplate domain = CloudAssembly.production().stack("max-weather-domain");

    @Test
    void theCertificateIsAWildcardThatCoversTheInternalNameToo() {
        StackTemplate.Resource certificate = domain.resource("AWS::CertificateManager::Certificate");
        assertThat(certificate.text("DomainName")).isEqualTo("*.kwangle.weather");
        assertThat(Names.INTERNAL_HOST).matches("[a-z]+\\.kwangle\\.weather");
    }

    /** ACM renews what it can validate by itself: https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html */
    @Test
    void acmRenewsTheCertificateByItself() {
        StackTemplate.Resource certificate = domain.resource("AWS::CertificateManager::Certificate");
        assertThat(certificate.text("ValidationMethod")).isEqualTo("DNS");
        assertThat(certificate.property("DomainValidationOptions"))
                .isNotEmpty()
                .allMatch(option ->
                        StackTemplate.text(option.path("HostedZoneId")).equals("${" + zoneParameter() + "}"));
    }

    @Test
    void thePublicZoneIsReferredToByTheIdInParameterStoreAndNotMade() {
        assertThat(CloudAssembly.production().resources("AWS::Route53::HostedZone"))
                .allMatch(zone -> zone.text("Name").equals(Names.INTERNAL_HOST + "."));
        assertThat(domain.root()
                        .path("Parameters")
                        .path(zoneParameter())
                        .path("Default")
                        .asText())
                .isEqualTo("/max-weather/hosted-zone-id");
    }

    @Test
    void withoutADomainThereIsNeitherCertificateNorPublicName() {
        CloudAssembly bare = CloudAssembly.productionWithoutDomain();
        assertThat(bare.stacks()).doesNotContainKey("max-weather-domain");
        assertThat(bare.resources())
                .noneMatch(resource -> resource.type().startsWith("AWS::CertificateManager::")
                        || resource.type().startsWith("AWS::Route53::")
                        || resource.type().equals("AWS::ApiGateway::DomainName"));
    }

    @ParameterizedTest
    @CsvSource({"staging", "production"})
    void everyStackGoesToTheDocumentsRegion(String environment) throws IOException {
        CloudAssembly assembly = environment.equals("staging") ? CloudAssembly.staging() : CloudAssembly.production();
        JsonNode artifacts = assembly.document("manifest.json").path("artifacts");
        assertThat(assembly.stacks().keySet())
                .allMatch(stack ->
                        artifacts.path(stack).path("environment").asText().endsWith("/us-east-1"));
    }

    private String zoneParameter() {
        return domain.root().path("Parameters").properties().stream()
                .filter(parameter -> parameter.getValue().path("Type").asText().startsWith("AWS::SSM::"))
                .filter(parameter ->
                        parameter.getValue().path("Default").asText().startsWith("/max-weather/"))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
