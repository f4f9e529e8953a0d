package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.certificatemanager.ICertificate;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/** The wildcard certificate, which ACM renews by itself, and the public hosted zone, which is only referred to. */
final class DomainStack extends PlatformStack {
    private final IHostedZone hostedZone;
    private final ICertificate certificate;

    DomainStack(Construct scope, EnvironmentSettings settings, EnvironmentSettings.Domain domain) {
        super(scope, settings, "domain", "wildcard certificate");
        this.hostedZone = HostedZone.fromHostedZoneAttributes(
                this,
                "HostedZone",
                HostedZoneAttributes.builder()
                        .zoneName(domain.name())
                        .hostedZoneId(StringParameter.valueForStringParameter(this, domain.hostedZoneIdParameter()))
                        .build());
        this.certificate = Certificate.Builder.create(this, "Certificate")
                .domainName("*." + domain.name())
                .subjectAlternativeNames(List.of(domain.name()))
                .validation(CertificateValidation.fromDns(hostedZone))
                .build();
    }

    IHostedZone hostedZone() {
        return hostedZone;
    }

    ICertificate certificate() {
        return certificate;
    }
}
