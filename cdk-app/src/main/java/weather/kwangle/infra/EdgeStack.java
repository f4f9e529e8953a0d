package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;
import weather.kwangle.policy.AccessPolicy;

/** Where clients come in: the API, its authorizer, its usage plans, the firewall before it, and its names. */
final class EdgeStack extends PlatformStack {
    private final SpecRestApi api;

    /**
     * @param surroundings what the authorizer works with
     * @param integration the way to the cluster
     * @param dns certificate and zone; without them API Gateway's own endpoint serves
     */
    EdgeStack(
            Construct scope,
            EnvironmentSettings settings,
            ProductFiles files,
            AuthorizerFunction.Surroundings surroundings,
            PrivateIntegration integration,
            Optional<DomainStack> dns) {
        super(scope, settings, "edge", "REST API, authorizer, firewall and names");
        IKey key = surroundings.key();
        AuthorizerFunction authorizer = new AuthorizerFunction(this, "Authorizer", settings, files, surroundings);
        this.api = SpecRestApi.Builder.create(this, "Api")
                .restApiName(names().restApi())
                .description("Max Weather, " + settings.name())
                .apiDefinition(
                        ApiDefinition.fromInline(body(authorizer, integration).of(files.contract())))
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .disableExecuteApiEndpoint(dns.isPresent())
                // Better no deployment than an API from which the import has left something out.
                .failOnWarnings(true)
                .deployOptions(RestApiStage.options(
                        settings.api(),
                        RetainedLogGroup.create(this, "AccessLogs", names().apiAccessLogs(), settings, key)))
                .build();
        // An output of the library's own, which would show an endpoint that may be off.
        api.getNode().tryRemoveChild("Endpoint");
        Stage stage = api.getDeploymentStage();
        createExecutionLogsBefore(stage, key);
        AccessPolicy policy =
                UsagePlans.read(files.accessPolicy(settings.authorizer().accessPolicy()));
        new UsagePlans(this, "UsagePlans", settings, stage, policy);
        new Firewall(
                this,
                "Firewall",
                names().restApi(),
                stage.getStageArn(),
                policy.plans().values(),
                RetainedLogGroup.create(this, "FirewallLogs", names().wafLogs(), settings, key));
        CfnOutput.Builder.create(this, "ApiUrl").value(url(stage)).build();
        dns.ifPresent(domain -> settings.domain()
                .ifPresent(names ->
                        names.hosts().forEach(host -> new CustomDomain(this, "Domain-" + host, host, domain, stage))));
    }

    SpecRestApi api() {
        return api;
    }

    private ApiBody body(AuthorizerFunction authorizer, PrivateIntegration integration) {
        Map<String, String> values = new TreeMap<>();
        values.put("AuthorizerInvocationUri", authorizer.invocationUri());
        values.put("AuthorizerCredentials", authorizer.callerRole());
        values.put("VpcLinkId", integration.vpcLinkId());
        Map<String, Object> added = new TreeMap<>();
        added.put("integrationTarget", integration.integrationTarget());
        if (settings().domain().isEmpty()) {
            // Then NGINX's own certificate comes through, which nobody has signed; the way is inside the VPC.
            added.put("tlsConfig", Map.of("insecureSkipVerification", true));
        }
        return new ApiBody(values, added);
    }

    /** API Gateway would make the group itself, and keep it for ever. */
    private void createExecutionLogsBefore(Stage stage, IKey key) {
        stage.getNode()
                .addDependency(RetainedLogGroup.create(
                        this,
                        "ExecutionLogs",
                        "API-Gateway-Execution-Logs_" + api.getRestApiId() + "/" + RestApiStage.NAME,
                        settings(),
                        key));
    }

    private String url(Stage stage) {
        return settings()
                .domain()
                .map(domain -> "https://" + domain.hosts().getFirst() + "/" + CustomDomain.BASE_PATH)
                .orElseGet(() -> "https://" + api.getRestApiId() + ".execute-api." + getRegion() + ".amazonaws.com/"
                        + stage.getStageName());
    }
}
