package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import weather.kwangle.infra.StackTemplate.Resource;

/** What holds in every template of every variant, whoever adds a stack. */
class InvariantsTest {
    static final List<CloudAssembly> ASSEMBLIES = CloudAssembly.all();

    /** How a type writes down that it encrypts: the property that must stand there. */
    private static final Map<String, List<Object>> ENCRYPTION = Map.ofEntries(
            Map.entry("AWS::DynamoDB::GlobalTable", List.of("SSESpecification", "SSEEnabled")),
            Map.entry("AWS::DynamoDB::Table", List.of("SSESpecification", "SSEEnabled")),
            Map.entry("AWS::EC2::Volume", List.of("Encrypted")),
            Map.entry("AWS::ECR::Repository", List.of("EncryptionConfiguration", "EncryptionType")),
            Map.entry("AWS::EKS::Cluster", List.of("EncryptionConfig", 0, "Provider", "KeyArn")),
            Map.entry(
                    "AWS::KinesisFirehose::DeliveryStream",
                    List.of("DeliveryStreamEncryptionConfigurationInput", "KeyType")),
            Map.entry("AWS::Logs::LogGroup", List.of("KmsKeyId")),
            Map.entry("AWS::S3::Bucket", List.of("BucketEncryption", "ServerSideEncryptionConfiguration", 0)),
            Map.entry("AWS::SNS::Topic", List.of("KmsMasterKeyId")),
            Map.entry("AWS::SQS::Queue", List.of("KmsMasterKeyId")),
            Map.entry("AWS::SecretsManager::Secret", List.of("KmsKeyId")));

    /** Types that look as if they kept something, and do not. */
    private static final Set<String> KEEPS_NOTHING = Set.of(
            "AWS::S3::BucketPolicy",
            "AWS::SNS::TopicPolicy",
            "AWS::SNS::Subscription",
            "AWS::SQS::QueuePolicy",
            "AWS::SecretsManager::RotationSchedule",
            "AWS::SecretsManager::ResourcePolicy");

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void theChecksObjectToNothing(CloudAssembly assembly) {
        assertThat(assembly.findings()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void nothingLetsEveryoneIn(CloudAssembly assembly) {
        Stream<JsonNode> inline = assembly.resources("AWS::EC2::SecurityGroup")
                .flatMap(group -> StackTemplate.elements(group.property("SecurityGroupIngress")));
        Stream<JsonNode> alone =
                assembly.resources("AWS::EC2::SecurityGroupIngress").map(rule -> rule.property());
        assertThat(Stream.concat(inline, alone))
                .allSatisfy(rule -> assertThat(rule.path("CidrIp").asText()
                                + rule.path("CidrIpv6").asText())
                        .doesNotContain("/0"));
        assertThat(assembly.resources("AWS::EKS::Cluster")
                        .flatMap(cluster ->
                                StackTemplate.elements(cluster.property("ResourcesVpcConfig", "PublicAccessCidrs"))))
                .isNotEmpty()
                .noneMatch(network -> network.asText().endsWith("/0"));
    }

    /** API Gateway sends neither account nor ARN as it takes a role: a condition on them shuts it out (docs/security/roles.md). */
    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void aRoleThatApiGatewayTakesDemandsNothingThatItDoesNotSend(CloudAssembly assembly) {
        assertThat(assembly.resources("AWS::IAM::Role")
                        .flatMap(role -> StackTemplate.elements(role.property("AssumeRolePolicyDocument", "Statement")))
                        .filter(trust -> trust.at("/Principal/Service").asText().equals("apigateway.amazonaws.com")))
                .isNotEmpty()
                .noneMatch(trust -> trust.has("Condition"));
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void everyLogGroupForgets(CloudAssembly assembly) {
        assertThat(assembly.resources("AWS::Logs::LogGroup"))
                .isNotEmpty()
                .allSatisfy(group ->
                        assertThat(group.property("RetentionInDays").asInt()).isPositive());
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void everyAlarmThatActsTellsSomeoneAndNamesItsRunbook(CloudAssembly assembly) {
        assertThat(alarms(assembly)).isNotEmpty().allSatisfy(alarm -> {
            assertThat(StackTemplate.elements(alarm.property("AlarmActions"))).isNotEmpty();
            Pattern runbook = Pattern.compile("docs/runbooks/[a-z-]+\\.md");
            String description = alarm.text("AlarmDescription");
            assertThat(description).containsPattern(runbook);
            assertThat(runbook.matcher(description).results().map(found -> CloudAssembly.ROOT.resolve(found.group())))
                    .allSatisfy(file -> assertThat(file).exists());
        });
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void whatIsKeptIsEncrypted(CloudAssembly assembly) {
        assertThat(assembly.resources().filter(resource -> ENCRYPTION.containsKey(resource.type())))
                .isNotEmpty()
                .allMatch(resource -> {
                    JsonNode written = resource.property(
                            ENCRYPTION.getOrDefault(resource.type(), List.of()).toArray());
                    return !written.isMissingNode() && !written.asText().equals("false");
                });
    }

    /** A new kind of store has to be put into the list above. */
    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void noKindOfStoreIsUnknownToTheLineAbove(CloudAssembly assembly) {
        Pattern store = Pattern.compile(
                "AWS::(S3|DynamoDB|SNS|SQS|SecretsManager|ECR|RDS|EFS|ElastiCache|Kinesis|KinesisFirehose|Logs::LogGroup)\\b.*");
        assertThat(assembly.resources()
                        .map(Resource::type)
                        .filter(type -> store.matcher(type).matches())
                        .filter(type -> !KEEPS_NOTHING.contains(type)))
                .isSubsetOf(ENCRYPTION.keySet());
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void whatCanCarryTagsCarriesTheCostAllocationTags(CloudAssembly assembly) {
        assertThat(assembly.resources().filter(resource -> !tags(resource).isEmpty()))
                .hasSizeGreaterThan(20)
                .allSatisfy(resource -> assertThat(tags(resource))
                        .as("%s", resource)
                        .containsEntry("Project", "max-weather")
                        .containsKeys("Environment", "Component"));
        // What costs most, by name: none may have gone without.
        for (String type : List.of(
                "AWS::EC2::NatGateway",
                "AWS::EKS::Cluster",
                "AWS::EKS::Nodegroup",
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                "AWS::ApiGateway::RestApi",
                "AWS::Lambda::Function",
                "AWS::S3::Bucket",
                "AWS::Logs::LogGroup")) {
            assertThat(assembly.resources(type))
                    .isNotEmpty()
                    .noneMatch(resource -> tags(resource).isEmpty());
        }
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void noTokenIsLeftUnresolved(CloudAssembly assembly) {
        assertThat(assembly.stacks().values())
                .allSatisfy(stack -> assertThat(stack.root().toString()).doesNotContain("${Token[", "#{Token["));
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void noSecretStandsInATemplate(CloudAssembly assembly) {
        assertThat(assembly.resources("AWS::SecretsManager::Secret"))
                .isNotEmpty()
                .allMatch(secret -> secret.property("SecretString").isMissingNode());
        // Access keys of AWS, private keys, and the key shared by edge and gateway.
        Pattern secret = Pattern.compile(
                "AKIA[0-9A-Z]{16}|PRIVATE KEY|[A-Za-z0-9_-]+:(?!Exports)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])");
        assertThat(assembly.stacks().values())
                .allSatisfy(stack -> assertThat(secret.matcher(stack.root().toString())
                                .results()
                                .map(found -> found.group()))
                        .isEmpty());
    }

    @ParameterizedTest
    @FieldSource("ASSEMBLIES")
    void everyRuleOfAnIamPolicyAllowsSomethingInParticular(CloudAssembly assembly) {
        Stream<JsonNode> statements = assembly.resources()
                .filter(resource -> resource.type().startsWith("AWS::IAM::"))
                .flatMap(resource -> resource.definition().findParents("Effect").stream());
        assertThat(statements)
                .isNotEmpty()
                .noneMatch(statement -> statement.has("NotAction"))
                .noneMatch(statement -> StackTemplate.elements(statement.path("Action"))
                        .anyMatch(action -> action.asText().equals("*")));
    }

    /** In a Java of its own: within one, maps and sets without an order have the same every time. */
    @Test
    void anotherSynthesisIsTheSameByteForByte(@TempDir Path folder) throws Exception {
        Map<String, String> expected = contents(CloudAssembly.production().folder());
        Process another = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InfrastructureApp.class.getName(),
                        CloudAssembly.ROOT.toString(),
                        folder.toString(),
                        "production")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(another.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(another.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(contents(folder)).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(10);
    }

    @Test
    void anAccountThatTheSettingsNameChangesNoFinding(@TempDir Path root) throws IOException {
        for (String folder : List.of("api", "access-policy", "lambda-authorizer", "lambda-operations")) {
            Files.createSymbolicLink(root.resolve(folder), CloudAssembly.ROOT.resolve(folder));
        }
        Path environments = Files.createDirectories(root.resolve("cdk-app/environments"));
        Files.copy(CloudAssembly.ROOT.resolve("cdk-app/cdk.json"), root.resolve("cdk-app/cdk.json"));
        for (String name : List.of("production.yaml", "shared.yaml")) {
            String settings = Files.readString(
                    CloudAssembly.ROOT.resolve("cdk-app/environments").resolve(name));
            Files.writeString(environments.resolve(name), settings.replaceFirst("# account: ", "account: "));
        }
        Request request =
                Request.parse(List.of(root.toString(), root.resolve("out").toString(), "production"));

        assertThat(InfrastructureApp.synthesize(request)).isEmpty();
        assertThat(Files.readString(root.resolve("out/manifest.json"))).contains("aws://123456789012/us-east-1");
    }

    /** Both environments stand in one account. */
    @Test
    void whatHasOneNameInTheAccountIsNamedDifferentlyInBothEnvironments() {
        Map<String, List<Object>> named = Map.ofEntries(
                Map.entry("AWS::ApiGateway::ApiKey", List.of("Value")),
                Map.entry("AWS::ApiGateway::UsagePlan", List.of("UsagePlanName")),
                Map.entry("AWS::ApiGateway::RestApi", List.of("Name")),
                Map.entry("AWS::AppConfig::Application", List.of("Name")),
                Map.entry("AWS::AppConfig::DeploymentStrategy", List.of("Name")),
                Map.entry("AWS::CloudWatch::Alarm", List.of("AlarmName")),
                Map.entry("AWS::CloudWatch::CompositeAlarm", List.of("AlarmName")),
                Map.entry("AWS::CloudWatch::Dashboard", List.of("DashboardName")),
                Map.entry("AWS::Cognito::UserPoolDomain", List.of("Domain")),
                Map.entry("AWS::DynamoDB::Table", List.of("TableName")),
                Map.entry("AWS::EKS::Cluster", List.of("Name")),
                Map.entry("AWS::ElasticLoadBalancingV2::LoadBalancer", List.of("Name")),
                Map.entry("AWS::ElasticLoadBalancingV2::TargetGroup", List.of("Name")),
                Map.entry("AWS::IAM::Role", List.of("RoleName")),
                Map.entry("AWS::KMS::Alias", List.of("AliasName")),
                Map.entry("AWS::KinesisFirehose::DeliveryStream", List.of("DeliveryStreamName")),
                Map.entry("AWS::Lambda::Function", List.of("FunctionName")),
                Map.entry("AWS::Logs::LogGroup", List.of("LogGroupName")),
                Map.entry("AWS::Logs::QueryDefinition", List.of("Name")),
                Map.entry("AWS::SNS::Topic", List.of("TopicName")),
                Map.entry("AWS::SQS::Queue", List.of("QueueName")),
                Map.entry("AWS::SecretsManager::Secret", List.of("Name")),
                Map.entry("AWS::WAFv2::WebACL", List.of("Name")));
        Function<CloudAssembly, Set<String>> names = assembly -> assembly.stacks().values().stream()
                .filter(stack -> !stack.name().equals(SharedStack.NAME))
                .flatMap(StackTemplate::resources)
                .filter(resource -> named.containsKey(resource.type()))
                .map(resource -> resource.type() + " "
                        + resource.text(
                                named.getOrDefault(resource.type(), List.of()).toArray()))
                .filter(name -> !name.endsWith(" "))
                // AWS makes this one up.
                .filter(name -> !name.contains("API-Gateway-Execution-Logs_"))
                .collect(Collectors.toSet());
        assertThat(names.apply(CloudAssembly.production()))
                .hasSizeGreaterThan(50)
                .doesNotContainAnyElementsOf(names.apply(CloudAssembly.staging()));
    }

    @Test
    void bothEnvironmentsFitIntoTheQuotasThatTheGuideAsksFor() throws IOException {
        String guide = Files.readString(CloudAssembly.ROOT.resolve("docs/deploy.md"));
        List<CloudAssembly> both = List.of(CloudAssembly.production(), CloudAssembly.staging());
        long addresses = both.stream()
                .flatMap(assembly -> assembly.resources("AWS::EC2::EIP"))
                .count();
        int concurrency = both.stream()
                .flatMap(assembly -> assembly.resources("AWS::Lambda::Function"))
                .mapToInt(function ->
                        function.property("ReservedConcurrentExecutions").asInt())
                .sum();
        // Lambda keeps 100 back for functions that reserve nothing.
        assertThat(guide)
                .contains("| Elastic IP addresses | 5 | %d |".formatted(addresses))
                .contains("| Lambda's concurrent executions | 1,000, in a new account often 10 | %d |"
                        .formatted(concurrency + 100));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (name.endsWith(".json")) {
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }

    private static Stream<Resource> alarms(CloudAssembly assembly) {
        // An alarm that only feeds a composite one acts through it.
        Set<String> parts = new TreeSet<>();
        assembly.resources("AWS::CloudWatch::CompositeAlarm")
                .forEach(composite -> assembly.resources("AWS::CloudWatch::Alarm")
                        .filter(alarm ->
                                composite.property("AlarmRule").toString().contains(alarm.logicalId()))
                        .forEach(alarm -> parts.add(alarm.logicalId())));
        return Stream.concat(
                assembly.resources("AWS::CloudWatch::Alarm").filter(alarm -> !parts.contains(alarm.logicalId())),
                assembly.resources("AWS::CloudWatch::CompositeAlarm"));
    }

    private static Map<String, String> tags(Resource resource) {
        JsonNode written = Stream.of("Tags", "UserPoolTags", "HostedZoneTags", "TagList")
                .map(resource::property)
                .filter(node -> !node.isMissingNode())
                .findFirst()
                .orElseGet(() -> resource.property("Replicas", 0, "Tags"));
        Map<String, String> tags = new TreeMap<>();
        if (written.isArray()) {
            written.forEach(
                    tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        } else {
            written.properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        }
        return tags;
    }
}
