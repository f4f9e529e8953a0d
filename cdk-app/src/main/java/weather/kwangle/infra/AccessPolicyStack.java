package weather.kwangle.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.appconfig.CfnApplication;
import software.amazon.awscdk.services.appconfig.CfnConfigurationProfile;
import software.amazon.awscdk.services.appconfig.CfnConfigurationProfile.ValidatorsProperty;
import software.amazon.awscdk.services.appconfig.CfnDeployment;
import software.amazon.awscdk.services.appconfig.CfnDeploymentStrategy;
import software.amazon.awscdk.services.appconfig.CfnEnvironment;
import software.amazon.awscdk.services.appconfig.CfnEnvironment.MonitorsProperty;
import software.amazon.awscdk.services.appconfig.CfnHostedConfigurationVersion;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * How the access policy gets to the authorizer: AppConfig, its validator, and the alarms that take a bad policy back. What is
 * delivered is the pipeline's ({@code ci/deploy-policy.sh}); from here come the first documents only.
 */
final class AccessPolicyStack extends PlatformStack {
    private final CfnApplication application;
    private final CfnConfigurationProfile accessPolicy;
    private final CfnConfigurationProfile breakGlass;
    private final CfnEnvironment live;
    private final CfnEnvironment candidate;
    private final CfnEnvironment refusals;

    AccessPolicyStack(Construct scope, EnvironmentSettings settings, ProductFiles files, IKey key) {
        super(scope, settings, "access-policy", "delivery of the access policy");
        this.application = kept(CfnApplication.Builder.create(this, "Application")
                .name(names().accessPolicyApplication())
                .description("Who may call what: delivered by ci/deploy-policy.sh and ci/break-glass.sh")
                .build());
        PolicyValidator validator = new PolicyValidator(this, settings, files, key);
        this.accessPolicy = profile(PolicyDocument.ACCESS_POLICY_PROFILE, files, validator);
        this.breakGlass = profile(PolicyDocument.BREAK_GLASS_PROFILE, files, validator);
        this.live = environment(
                PolicyDocument.LIVE, "What decides", monitors(new PolicyAlarms(this, settings).endingRollouts()));
        this.candidate =
                environment(PolicyDocument.CANDIDATE, "What is asked beside it and decides nothing", List.of());
        // Nothing takes a refusal by hand back but whoever lifts it.
        this.refusals = environment(PolicyDocument.BREAK_GLASS, "What is refused by hand", List.of());
        gradual();
        deliverFirstDocuments(atOnce());
    }

    DeliveredPolicy deliveredPolicy() {
        return new DeliveredPolicy(
                document(PolicyDocument.LIVE, live, PolicyDocument.ACCESS_POLICY_PROFILE, accessPolicy),
                document(PolicyDocument.CANDIDATE, candidate, PolicyDocument.ACCESS_POLICY_PROFILE, accessPolicy),
                document(PolicyDocument.BREAK_GLASS, refusals, PolicyDocument.BREAK_GLASS_PROFILE, breakGlass));
    }

    private PolicyDocument document(
            String environmentName, CfnEnvironment environment, String profileName, CfnConfigurationProfile profile) {
        return new PolicyDocument(
                PolicyDocument.path(names().accessPolicyApplication(), environmentName, profileName),
                Arn.regional(
                        this,
                        "appconfig",
                        "application/" + application.getRef() + "/environment/" + environment.getRef()
                                + "/configuration/" + profile.getRef()));
    }

    /** Hosted by AppConfig itself: one copy less to give rights to. */
    private CfnConfigurationProfile profile(String name, ProductFiles files, PolicyValidator validator) {
        CfnConfigurationProfile profile = CfnConfigurationProfile.Builder.create(this, "Profile-" + name)
                .applicationId(application.getRef())
                .name(name)
                .locationUri("hosted")
                .validators(List.of(
                        ValidatorsProperty.builder()
                                .type("JSON_SCHEMA")
                                .content(schema(files, name))
                                .build(),
                        validator.property()))
                .build();
        profile.getNode().addDependency(validator);
        return kept(profile);
    }

    private static String schema(ProductFiles files, String name) {
        try {
            return Files.readString(files.schema(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CfnEnvironment environment(String name, String description, List<MonitorsProperty> monitors) {
        return kept(CfnEnvironment.Builder.create(this, "Environment-" + name)
                .applicationId(application.getRef())
                .name(name)
                .description(description)
                .monitors(monitors)
                .build());
    }

    /** AppConfig looks at the alarms through a role that can see these and no others. */
    private List<MonitorsProperty> monitors(List<Alarm> alarms) {
        Role role = Role.Builder.create(this, "Monitor")
                .assumedBy(new ServicePrincipal("appconfig.amazonaws.com"))
                .build();
        role.addToPolicy(Permission.to(
                List.of("cloudwatch:DescribeAlarms"),
                alarms.stream().map(Alarm::getAlarmArn).toArray(String[]::new)));
        return alarms.stream()
                .map(alarm -> MonitorsProperty.builder()
                        .alarmArn(alarm.getAlarmArn())
                        .alarmRoleArn(role.getRoleArn())
                        .build())
                .toList();
    }

    private void gradual() {
        EnvironmentSettings.PolicyDelivery delivery = settings().policyDelivery();
        CfnDeploymentStrategy.Builder.create(this, "Gradual")
                .name(names().policyStrategy("gradual"))
                .description("A new policy, step by step, and watched")
                .growthType("LINEAR")
                .growthFactor(delivery.stepPercent())
                .deploymentDurationInMinutes(delivery.rolloutMinutes())
                .finalBakeTimeInMinutes(delivery.bakeMinutes())
                .replicateTo("NONE")
                .build();
    }

    private CfnDeploymentStrategy atOnce() {
        return CfnDeploymentStrategy.Builder.create(this, "AtOnce")
                .name(names().policyStrategy("at-once"))
                .description("Break glass, candidates, and a policy that cannot wait")
                .growthFactor(100)
                .deploymentDurationInMinutes(0)
                .finalBakeTimeInMinutes(0)
                .replicateTo("NONE")
                .build();
    }

    private void deliverFirstDocuments(CfnDeploymentStrategy strategy) {
        CfnDeployment first = deploy("FirstAccessPolicy", FirstDocuments.ACCESS_POLICY, accessPolicy, live, strategy);
        CfnDeployment second = deploy("FirstBreakGlass", FirstDocuments.BREAK_GLASS, breakGlass, refusals, strategy);
        // AppConfig has one deployment at a time in an environment; one after the other is right in any case.
        second.getNode().addDependency(first);
    }

    private CfnDeployment deploy(
            String id,
            String content,
            CfnConfigurationProfile profile,
            CfnEnvironment environment,
            CfnDeploymentStrategy strategy) {
        CfnHostedConfigurationVersion version = CfnHostedConfigurationVersion.Builder.create(this, id)
                .applicationId(application.getRef())
                .configurationProfileId(profile.getRef())
                .content(content)
                .contentType("application/json")
                .description("Before anything was delivered")
                .build();
        return CfnDeployment.Builder.create(this, id + "Deployment")
                .applicationId(application.getRef())
                .environmentId(environment.getRef())
                .configurationProfileId(profile.getRef())
                .configurationVersion(version.getRef())
                .deploymentStrategyId(strategy.getRef())
                .description("Before anything was delivered")
                .build();
    }

    private <T extends CfnResource> T kept(T resource) {
        resource.applyRemovalPolicy(settings().kept());
        return resource;
    }
}
