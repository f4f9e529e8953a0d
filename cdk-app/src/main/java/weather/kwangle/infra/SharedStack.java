package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.CfnAccount;
import software.amazon.awscdk.services.ecr.CfnRepository;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecr.TagStatus;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * What staging and production share: the registry, from which both deploy the same images, the pipeline's role, and API
 * Gateway's setting of the account. It comes before the environments, whose clusters name the role.
 */
final class SharedStack extends Stack {
    static final String NAME = Names.PRODUCT + "-shared";

    private static final int IMAGES_KEPT = 30;

    SharedStack(Construct scope, SharedSettings settings) {
        super(
                scope,
                NAME,
                StackProps.builder()
                        .stackName(NAME)
                        .description("Max Weather: registry, the pipeline's role and settings of the account")
                        .terminationProtection(true)
                        .env(Environment.builder()
                                .account(settings.account().orElse(null))
                                .region(settings.region())
                                .build())
                        .build());
        CostAllocation.tag(this, "shared", "delivery");
        List<Repository> repositories = Stream.of(Names.WEATHER_API_REPOSITORY, Names.EDGE_GATEWAY_REPOSITORY)
                .map(this::repository)
                .toList();
        new JenkinsRole(this, settings.jenkins(), repositories);
        logsOfApiGateway();
    }

    /**
     * Every build of main pushes an image, and few become production's. So production's are kept by a rule of their
     * own: what matches a rule is never expired by one that comes later. What staging runs needs none: each build that
     * pushes goes there next, so it is among the newest 30, unless 30 builds in a row fail on the way.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html">Lifecycle policies</a>
     */
    private Repository repository(String name) {
        Repository repository = Repository.Builder.create(this, name)
                .repositoryName(name)
                .imageScanOnPush(true)
                .imageTagMutability(TagMutability.IMMUTABLE)
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .rulePriority(1)
                                .description("Untagged images go after a day")
                                .tagStatus(TagStatus.UNTAGGED)
                                .maxImageAge(Duration.days(1))
                                .build(),
                        LifecycleRule.builder()
                                .rulePriority(2)
                                .description("The last 30 images of production stay")
                                .tagStatus(TagStatus.TAGGED)
                                .tagPatternList(List.of(Names.PROMOTION_TAGS))
                                .maxImageCount(IMAGES_KEPT)
                                .build(),
                        LifecycleRule.builder()
                                .rulePriority(3)
                                .description("The last 30 tagged images stay")
                                .tagStatus(TagStatus.TAGGED)
                                .tagPatternList(List.of("*"))
                                .maxImageCount(IMAGES_KEPT)
                                .build()))
                // What runs must still be there to be pulled.
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        // The default, which CDK would leave out; the document names it.
        CfnRepository resource =
                (CfnRepository) requireNonNull(repository.getNode().getDefaultChild());
        resource.setEncryptionConfiguration(CfnRepository.EncryptionConfigurationProperty.builder()
                .encryptionType("AES256")
                .build());
        return repository;
    }

    /** A setting of account and region: as which role API Gateway writes logs. It refuses one with less than this. */
    private void logsOfApiGateway() {
        Role role = Role.Builder.create(this, "ApiGatewayLogs")
                .description("API Gateway writes logs")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .managedPolicies(List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")))
                .build();
        CfnAccount.Builder.create(this, "ApiGatewayAccount")
                .cloudWatchRoleArn(role.getRoleArn())
                .build();
    }
}
