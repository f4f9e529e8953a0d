package weather.kwangle.infra;

import software.amazon.awscdk.services.apigateway.ApiMappingOptions;
import software.amazon.awscdk.services.apigateway.CfnDomainName;
import software.amazon.awscdk.services.apigateway.DomainName;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.IStage;
import software.amazon.awscdk.services.apigateway.SecurityPolicy;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.AaaaRecord;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.ApiGatewayDomain;
import software.constructs.Construct;

/** A name under which clients call the API, below the base path of the contract. */
final class CustomDomain extends Construct {
    static final String BASE_PATH = "api/v1";

    CustomDomain(Construct scope, String id, String host, DomainStack dns, IStage stage) {
        super(scope, id);
        DomainName name = DomainName.Builder.create(this, "Name")
                .domainName(host)
                .certificate(dns.certificate())
                .endpointType(EndpointType.REGIONAL)
                .securityPolicy(SecurityPolicy.TLS_1_2)
                .build();
        if (name.getNode().getDefaultChild() instanceof CfnDomainName resource) {
            // Without it the AAAA record would lead nowhere.
            resource.addPropertyOverride("EndpointConfiguration.IpAddressType", "dualstack");
        }
        // A base-path mapping of API Gateway's first version takes no slash.
        name.addApiMapping(
                stage, ApiMappingOptions.builder().basePath(BASE_PATH).build());
        RecordTarget target = RecordTarget.fromAlias(new ApiGatewayDomain(name));
        ARecord.Builder.create(this, "Ipv4")
                .zone(dns.hostedZone())
                .recordName(host)
                .target(target)
                .build();
        AaaaRecord.Builder.create(this, "Ipv6")
                .zone(dns.hostedZone())
                .recordName(host)
                .target(target)
                .build();
    }
}
