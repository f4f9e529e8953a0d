package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.OidcProviderNative;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.constructs.Construct;

/**
 * The role that the pipeline takes by an identity token of Jenkins; no key is stored anywhere. It may do what {@code
 * ci/*.sh} asks of AWS. What it may do in a cluster is {@link ClusterAccess}'s.
 */
final class JenkinsRole extends Construct {
    private static final String AUDIENCE = "sts.amazonaws.com";
    private static final List<Names> ENVIRONMENTS =
            List.of(Names.of(EnvironmentSettings.STAGING), Names.of(EnvironmentSettings.PRODUCTION));

    JenkinsRole(Construct scope, SharedSettings.Jenkins jenkins, List<Repository> repositories) {
        super(scope, "Jenkins");
        OidcProviderNative provider = OidcProviderNative.Builder.create(this, "Provider")
                .url(jenkins.issuer())
                .clientIds(List.of(AUDIENCE))
                .build();
        List<PolicyStatement> permissions = permissions(repositories);
        Role role = Role.Builder.create(this, "Role")
                .roleName(Names.JENKINS_ROLE)
                .description("The pipeline of Max Weather: " + jenkins.subject())
                .assumedBy(new WebIdentityPrincipal(
                        provider.getOidcProviderArn(), Map.of("StringEquals", claims(jenkins))))
                // The same again as the most that it may ever have, whatever somebody attaches to it.
                .permissionsBoundary(ManagedPolicy.Builder.create(this, "Boundary")
                        .managedPolicyName(Names.JENKINS_ROLE + "-boundary")
                        .description("The most that the pipeline may do")
                        .statements(permissions)
                        .build())
                .build();
        permissions.forEach(role::addToPolicy);
    }

    private static Map<String, String> claims(SharedSettings.Jenkins jenkins) {
        String issuer = jenkins.issuer().substring("https://".length());
        Map<String, String> claims = new TreeMap<>();
        claims.put(issuer + ":aud", AUDIENCE);
        claims.put(issuer + ":sub", jenkins.subject());
        return claims;
    }

    private List<PolicyStatement> permissions(List<Repository> repositories) {
        return List.of(
                // The registry's password, OpsItems and what AppConfig has: IAM knows no resource to restrict these to.
                Permission.to(
                        List.of(
                                "appconfig:ListApplications",
                                "appconfig:ListDeploymentStrategies",
                                "ecr:GetAuthorizationToken",
                                "ssm:CreateOpsItem"),
                        Permission.ANY),
                // Policies of both environments, whose ids AppConfig makes up once their stacks come.
                Permission.to(
                        List.of(
                                "appconfig:CreateHostedConfigurationVersion",
                                "appconfig:GetDeployment",
                                "appconfig:GetHostedConfigurationVersion",
                                "appconfig:ListConfigurationProfiles",
                                "appconfig:ListDeployments",
                                "appconfig:ListEnvironments",
                                "appconfig:StartDeployment"),
                        Arn.regional(this, "appconfig", "application/*"),
                        Arn.regional(this, "appconfig", "deploymentstrategy/*")),
                Permission.to(
                        List.of(
                                "ecr:BatchCheckLayerAvailability",
                                "ecr:BatchGetImage",
                                "ecr:CompleteLayerUpload",
                                "ecr:DescribeImageScanFindings",
                                "ecr:DescribeImages",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:InitiateLayerUpload",
                                "ecr:PutImage",
                                "ecr:StartImageScan",
                                "ecr:UploadLayerPart"),
                        repositories.stream().map(Repository::getRepositoryArn).toArray(String[]::new)),
                Permission.to(
                        List.of("eks:DescribeCluster", "eks:ListNodegroups"),
                        environments()
                                .map(names -> Arn.regional(this, "eks", "cluster/" + names.cluster()))
                                .toArray(String[]::new)),
                Permission.to(
                        List.of("eks:DescribeNodegroup"),
                        environments().map(this::nodeGroups).toArray(String[]::new)),
                // Production never sleeps.
                Permission.to(List.of("eks:UpdateNodegroupConfig"), nodeGroups(Names.of(EnvironmentSettings.STAGING))),
                Permission.to(
                        List.of("sns:Publish"),
                        environments()
                                .map(names -> Arn.regional(this, "sns", names.alarmTopic()))
                                .toArray(String[]::new)),
                // The topics are encrypted with their environment's key, which is known here by its alias.
                Permission.when(
                        viaTopics(),
                        List.of("kms:Decrypt", "kms:GenerateDataKey"),
                        Arn.regional(this, "kms", "key/*")));
    }

    /** Of one cluster: which names the groups get is known to its stack only. */
    private String nodeGroups(Names names) {
        return Arn.regional(this, "eks", "nodegroup/" + names.cluster() + "/*");
    }

    private Map<String, Object> viaTopics() {
        Map<String, Object> conditions = new TreeMap<>();
        conditions.put(
                "StringEquals", Map.of("kms:ViaService", "sns." + Stack.of(this).getRegion() + ".amazonaws.com"));
        conditions.put(
                "ForAnyValue:StringEquals",
                Map.of(
                        "kms:ResourceAliases",
                        environments().map(Names::keyAlias).toList()));
        return conditions;
    }

    private static Stream<Names> environments() {
        return ENVIRONMENTS.stream();
    }
}
