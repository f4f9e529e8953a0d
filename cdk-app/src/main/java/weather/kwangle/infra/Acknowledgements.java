package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;
import static weather.kwangle.infra.Acknowledging.ANY_RESOURCE;
import static weather.kwangle.infra.Acknowledging.account;
import static weather.kwangle.infra.Acknowledging.acknowledge;
import static weather.kwangle.infra.Acknowledging.ignoreInCfnLint;
import static weather.kwangle.infra.Acknowledging.managedPolicy;
import static weather.kwangle.infra.Acknowledging.skipCheckov;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private static final String NO_SHARED_ANSWERS =
            "Answers show what is left of the client's own quota; what can be shared is cached behind it, in the edge gateway.";

    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            if (stack instanceof Stack any) {
                any(any);
            }
            switch (stack) {
                case AccessPolicyStack accessPolicy -> accessPolicy(accessPolicy);
                case ClusterStack cluster -> ClusterAcknowledgements.attach(cluster);
                case DataStack data -> data(data);
                case DomainStack domain -> domain(domain);
                case EdgeStack edge -> edge(edge);
                case LoadBalancerStack loadBalancer -> loadBalancer(loadBalancer);
                case NetworkStack network -> network(network);
                case RefundStack refunds -> refunds(refunds);
                case SharedStack shared -> shared(shared);
                case LogArchiveStack archive -> logArchive(archive);
                case ObservabilityStack observability -> observability(observability);
                default -> {}
            }
        });
    }

    private static void any(Stack stack) {
        acknowledge(
                stack,
                "NIST.800.53.R5-IAMNoInlinePolicy",
                "Each is one role's and nobody else's: it comes and goes with it, and cannot be attached elsewhere.");
        // CDK writes every dependency down, also one that a reference implies.
        ignoreInCfnLint(stack, "W3005");
    }

    private static void network(NetworkStack stack) {
        acknowledge(
                stack,
                "CloudFormation-Validate::W3010",
                "The architecture document names the zones; the region is fixed beside them in the environment's settings.");
        ignoreInCfnLint(stack, "W3005", "W3010");
        acknowledge(
                stack,
                "NIST.800.53.R5-VPCDefaultSecurityGroupClosed",
                "Nothing is in the default group: every part has a group of its own. Closing it takes a function that runs at"
                        + " deployment with the right to change any group.");
        acknowledge(
                stack,
                "NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW",
                "The public subnets hold the NAT gateways, which need it, and nothing else.");
    }

    private static void loadBalancer(LoadBalancerStack stack) {
        for (String child : List.of("Balancer", "Link")) {
            acknowledge(
                    stack.getNode().findChild(child),
                    "CloudFormation-Validate::W9007",
                    "The subnets are three: the rule cannot read other stacks' outputs.");
        }
        if (!stack.settings().isProduction()) {
            acknowledge(
                    stack.getNode().findChild("Balancer"),
                    "NIST.800.53.R5-ELBDeletionProtectionEnabled",
                    "Staging can be taken down and put up again; production's is protected.");
        }
        if (stack.settings().domain().isPresent()) {
            accessLogs(stack.getNode().findChild("AccessLogs"));
        } else {
            IConstruct balancer = stack.getNode().findChild("Balancer");
            String passesThrough =
                    "A network load balancer logs TLS listeners only, and without a domain there is none.";
            acknowledge(balancer, "AwsSolutions-ELB2", passesThrough);
            skipCheckov(balancer, Map.of("CKV_AWS_91", passesThrough));
        }
    }

    private static void accessLogs(IConstruct bucket) {
        bucketOfLogs(
                bucket,
                "It holds access logs itself: a log of its readers would need a bucket of its own, and so on.",
                "Connections' logs are for looking into trouble; losing a region's is no loss to the service.");
        acknowledge(
                bucket,
                "NIST.800.53.R5-S3DefaultEncryptionKMS",
                "Encrypted with S3's own keys: addresses inside the VPC and sizes, nothing that was said.");
    }

    /** @param unlogged why nobody notes who reads it */
    private static void bucketOfLogs(IConstruct bucket, String unlogged, String unreplicated) {
        acknowledge(bucket, "AwsSolutions-S1", unlogged);
        acknowledge(bucket, "NIST.800.53.R5-S3BucketLoggingEnabled", unlogged);
        skipCheckov(bucket, Map.of("CKV_AWS_18", unlogged));
        acknowledge(bucket, "NIST.800.53.R5-S3BucketReplicationEnabled", unreplicated);
    }

    private static void accessPolicy(AccessPolicyStack stack) {
        IConstruct validator = stack.getNode().findChild("Validator");
        traces(validator.getNode().findChild("Role"));
        function(
                validator.getNode().findChild("Function"),
                "AppConfig waits for each call, and takes nothing that was not validated.");
    }

    private static void data(DataStack stack) {
        traces(stack.getNode().findChild("RotationRole"));
        IConstruct rotation = stack.getNode().findChild("Rotation");
        function(rotation, "Secrets Manager calls again after a failure; there is no event to keep.");
        acknowledge(
                stack.getNode().findChild("QuotaTable"),
                "NIST.800.53.R5-DynamoDBInBackupPlan",
                "Point-in-time recovery covers every second of 35 days, and what the ledger counted before is of no use.");
    }

    private static void refunds(RefundStack stack) {
        traces(stack.getNode().findChild("Role"));
        outsideVpc(stack.getNode().findChild("Function"), Map.of());
        acknowledge(
                stack.getNode().findChild("Undelivered"),
                "AwsSolutions-SQS3",
                "It is the queue for what a function could not do; cdk-nag sees only those of other queues.");
    }

    private static void domain(DomainStack stack) {
        skipCheckov(
                stack.getNode().findChild("Certificate"),
                Map.of("CKV2_AWS_71", "The architecture document asks for a wildcard certificate."));
    }

    private static void edge(EdgeStack stack) {
        IConstruct authorizer = stack.getNode().findChild("Authorizer");
        traces(authorizer.getNode().findChild("Role"));
        function(
                authorizer.getNode().findChild("Function"),
                "API Gateway waits for each call and learns of its failure itself.");
        acknowledge(
                authorizer,
                "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish",
                "API Gateway calls the alias, which is on a published version.");
        acknowledge(
                stack.getNode().findChild("Api"),
                "AwsSolutions-APIG2",
                "Edge gateway and weather service validate every request and say what is wrong with it; what API Gateway"
                        + " refused by itself would die between the authorizer, which took a permit, and the gateway, which"
                        + " gives it back.");
        acknowledge(
                stack.getNode().findChild("Api"), "NIST.800.53.R5-APIGWCacheEnabledAndEncrypted", NO_SHARED_ANSWERS);
        skipCheckov(stack.api().getDeploymentStage(), Map.of("CKV_AWS_120", NO_SHARED_ANSWERS));
        acknowledge(
                stack.getNode().findChild("Api"),
                "NIST.800.53.R5-APIGWSSLEnabled",
                "A client certificate would prove API Gateway's part in a request; the signed assertion proves it for each"
                        + " request, and the way is private.");
    }

    /** @param noDeadLetters why nothing is lost when a call fails */
    private static void function(IConstruct function, String noDeadLetters) {
        acknowledge(function, "NIST.800.53.R5-LambdaDLQ", noDeadLetters);
        outsideVpc(function, Map.of("CKV_AWS_116", noDeadLetters));
    }

    private static void outsideVpc(IConstruct function, Map<String, String> alsoSkipped) {
        String outsideVpc =
                "It calls AWS's own services only; inside it would need NAT gateways or an endpoint for each, and"
                        + " start slower.";
        acknowledge(function, "NIST.800.53.R5-LambdaInsideVPC", outsideVpc);
        Map<String, String> skipped = new TreeMap<>(alsoSkipped);
        skipped.put("CKV_AWS_117", outsideVpc);
        skipped.put("CKV_AWS_173", "Names of a table and a secret, no secret: Lambda's own encryption is enough.");
        skipCheckov(function, skipped);
    }

    private static void traces(IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "xray:PutTraceSegments and xray:PutTelemetryRecords know no resource.");
    }

    private static void shared(SharedStack stack) {
        stack.getNode().getChildren().stream()
                .filter(Repository.class::isInstance)
                .forEach(repository -> skipCheckov(
                        repository,
                        Map.of("CKV_AWS_136", "The architecture document has AES-256; images hold no secret.")));
        IConstruct jenkins = stack.getNode().findChild("Jenkins");
        acknowledge(
                jenkins,
                ANY_RESOURCE,
                "ecr:GetAuthorizationToken and ssm:CreateOpsItem know no resource: the one gives a password worth no"
                        + " more than the role, the other opens an incident. Nor do the lists of AppConfig, which only name"
                        + " what there is.");
        acknowledge(
                jenkins,
                "AwsSolutions-IAM5[Resource::arn:aws:kms:%s:%s:key/*]".formatted(stack.getRegion(), account(stack)),
                "The keys' ids are known to their own stacks; the conditions demand their aliases, and the way through"
                        + " SNS.");
        for (String environment : List.of(EnvironmentSettings.STAGING, EnvironmentSettings.PRODUCTION)) {
            acknowledge(
                    jenkins,
                    "AwsSolutions-IAM5[Resource::arn:aws:eks:%s:%s:nodegroup/%s/*]"
                            .formatted(
                                    stack.getRegion(),
                                    account(stack),
                                    Names.of(environment).cluster()),
                    "CloudFormation chooses the names of node groups; only those of one cluster are meant.");
        }
        for (String resource : List.of("application", "deploymentstrategy")) {
            acknowledge(
                    jenkins,
                    "AwsSolutions-IAM5[Resource::arn:aws:appconfig:%s:%s:%s/*]"
                            .formatted(stack.getRegion(), account(stack), resource),
                    "AppConfig makes up the ids, and those of both environments come after this stack; the account has no"
                            + " other application.");
        }
        acknowledge(
                stack.getNode().findChild("ApiGatewayLogs"),
                managedPolicy("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
                "API Gateway refuses a role that has less.");
    }

    private static void logArchive(LogArchiveStack archive) {
        bucketOfLogs(
                archive.bucket(),
                "Only Firehose writes here and only administrators read; a log of that would need a bucket of its own, with"
                        + " the same question.",
                "Logs are for looking back; losing them with their region is no loss to the service.");
        acknowledge(
                archive.firehoseRights(),
                "AwsSolutions-IAM5[Resource::<%s.Arn>/*]".formatted(logicalId(archive.bucket())),
                "Firehose names the objects by the time of writing; only adding them is allowed.");
    }

    private static void observability(ObservabilityStack observability) {
        acknowledge(
                observability.getNode().findChild("BurnRateAlarms"),
                "NIST.800.53.R5-CloudWatchAlarmAction",
                "Halves of a reason: the composite alarm that they are part of has the action.");
    }

    private static String logicalId(Bucket bucket) {
        return Stack.of(bucket)
                .getLogicalId((CfnElement) requireNonNull(bucket.getNode().getDefaultChild()));
    }
}
