package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private static final String ANY_RESOURCE = "AwsSolutions-IAM5[Resource::*]";
    private static final String INLINE_POLICY = "NIST.800.53.R5-IAMNoInlinePolicy";
    private static final String OF_ONE_ROLE =
            "Each is one role's and nobody else's: it comes and goes with it, and cannot be attached elsewhere.";

    /** CDK writes every dependency down, also one that a reference implies. */
    private static final String CDK_DEPENDENCIES = "W3005";

    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            if (stack instanceof Stack any) {
                ignoreInCfnLint(any, CDK_DEPENDENCIES);
            }
            switch (stack) {
                case ClusterStack cluster -> cluster(cluster);
                case DataStack data -> data(data);
                case EdgeStack edge -> edge(edge);
                case LoadBalancerStack loadBalancer -> loadBalancer(loadBalancer);
                case NetworkStack network -> network(network);
                case SharedStack shared -> shared(shared);
                case LogArchiveStack archive -> logArchive(archive);
                case ObservabilityStack observability -> observability(observability);
                default -> {}
            }
        });
    }

    private static void network(NetworkStack stack) {
        acknowledge(
                stack,
                "CloudFormation-Validate::W3010",
                "The architecture document names the zones; the region is fixed beside them in the environment's settings.");
        ignoreInCfnLint(stack, CDK_DEPENDENCIES, "W3010");
    }

    private static void cluster(ClusterStack stack) {
        IConstruct accounts = stack.getNode().findChild("ServiceAccounts");
        acknowledge(stack, INLINE_POLICY, OF_ONE_ROLE);
        acknowledge(
                stack.cluster(),
                "AwsSolutions-EKS1",
                "Jenkins and operators stand outside the VPC; only networks that the settings name get through.");
        acknowledge(
                stack.cluster(),
                managedPolicy("AmazonEKSClusterPolicy"),
                "The control plane's rights are EKS's own business and grow with its versions.");
        IConstruct nodes = stack.getNode().findChild("Nodes");
        for (String policy : List.of("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")) {
            acknowledge(
                    nodes,
                    managedPolicy(policy),
                    "What a node of EKS needs to join and to pull images, kept by AWS with its images; nothing else is"
                            + " attached.");
        }
        acknowledge(
                accounts.getNode().findChild("aws-node"),
                managedPolicy("AmazonEKS_CNI_Policy"),
                "AWS keeps it in step with the add-on, whose version EKS chooses; only the add-on's own pods have it.");
        acknowledge(
                accounts.getNode().findChild("ebs-csi-controller-sa"),
                managedPolicy("service-role/AmazonEBSCSIDriverPolicy"),
                "AWS keeps it in step with the add-on, whose version EKS chooses; only the add-on's own pods have it.");
        acknowledge(
                accounts.getNode().findChild("cloudwatch-agent"),
                ANY_RESOURCE,
                "ec2:DescribeTags and ec2:DescribeVolumes know no resource; both only read.");
        autoscaler(stack.settings().region(), accounts.getNode().findChild("cluster-autoscaler"));
        loadBalancerController(stack, accounts.getNode().findChild("aws-load-balancer-controller"));
        if (stack.settings().domain().isPresent()) {
            acknowledge(
                    accounts.getNode().findChild("external-dns"),
                    ANY_RESOURCE,
                    "route53:ListHostedZones knows no resource and only reads; changes are for the one zone.");
        }
        acknowledge(
                accounts.getNode().findChild("edge-gateway"),
                ANY_RESOURCE,
                "cloudwatch:PutMetricData knows no resource; the condition fixes the namespace.");
        acknowledge(
                nodes,
                "CloudFormation-Validate::W9007",
                "The subnets are three: the rule cannot read other stacks' outputs.");
    }

    private static void autoscaler(String region, IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "Only descriptions, of which Auto Scaling and EC2 know no resource.");
        acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::arn:aws:autoscaling:%s:<AWS::AccountId>:autoScalingGroup:*:autoScalingGroupName/*]"
                        .formatted(region),
                "EKS makes up the group's name and id; the condition demands the tag of this cluster.");
    }

    private static void loadBalancerController(ClusterStack stack, IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "Only descriptions, of which EC2 and load balancing know no resource.");
        acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::arn:aws:elasticloadbalancing:%s:<AWS::AccountId>:targetgroup/%s/*]"
                        .formatted(stack.settings().region(), stack.names().targetGroup()),
                "The end of the target group's ARN is known once it is made; its name is ours and stands there.");
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
            acknowledge(
                    stack.getNode().findChild("Balancer"),
                    "AwsSolutions-ELB2",
                    "A network load balancer logs TLS listeners only, and without a domain there is none.");
        }
    }

    private static void accessLogs(IConstruct bucket) {
        for (String id : List.of("AwsSolutions-S1", "NIST.800.53.R5-S3BucketLoggingEnabled")) {
            acknowledge(
                    bucket,
                    id,
                    "It holds access logs itself: a log of its readers would need a bucket of its own, and so on.");
        }
        skipCheckov(bucket, "CKV_AWS_18", "It holds access logs itself.");
        acknowledge(
                bucket,
                "NIST.800.53.R5-S3BucketReplicationEnabled",
                "Connections' logs are for looking into trouble; losing a region's is no loss to the service.");
        acknowledge(
                bucket,
                "NIST.800.53.R5-S3DefaultEncryptionKMS",
                "Encrypted with S3's own keys: addresses inside the VPC and sizes, nothing that was said.");
    }

    private static void data(DataStack stack) {
        acknowledge(stack, INLINE_POLICY, OF_ONE_ROLE);
        traces(stack.getNode().findChild("RotationRole"));
        IConstruct rotation = stack.getNode().findChild("Rotation");
        outsideVpc(rotation);
        acknowledge(
                rotation,
                "NIST.800.53.R5-LambdaDLQ",
                "Secrets Manager calls again after a failure; there is no event to keep.");
        acknowledge(
                stack.getNode().findChild("QuotaTable"),
                "NIST.800.53.R5-DynamoDBInBackupPlan",
                "Point-in-time recovery covers every second of 35 days, and what the ledger counted before is of no use.");
    }

    private static void edge(EdgeStack stack) {
        IConstruct authorizer = stack.getNode().findChild("Authorizer");
        acknowledge(stack, INLINE_POLICY, OF_ONE_ROLE);
        traces(authorizer.getNode().findChild("Role"));
        outsideVpc(authorizer);
        acknowledge(
                authorizer,
                "NIST.800.53.R5-LambdaDLQ",
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
                stack.getNode().findChild("Api"),
                "NIST.800.53.R5-APIGWCacheEnabledAndEncrypted",
                "Answers show what is left of the client's own quota; what can be shared is cached behind it, in the edge"
                        + " gateway.");
        acknowledge(
                stack.getNode().findChild("Api"),
                "NIST.800.53.R5-APIGWSSLEnabled",
                "A client certificate would prove API Gateway's part in a request; the signed assertion proves it for each"
                        + " request, and the way is private.");
    }

    private static void outsideVpc(IConstruct function) {
        acknowledge(
                function,
                "NIST.800.53.R5-LambdaInsideVPC",
                "It calls AWS's own services only; inside it would need NAT gateways or an endpoint for each, and start slower.");
    }

    private static void traces(IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "xray:PutTraceSegments and xray:PutTelemetryRecords know no resource.");
    }

    private static void shared(SharedStack stack) {
        stack.getNode().getChildren().stream()
                .filter(Repository.class::isInstance)
                .forEach(repository -> skipCheckov(
                        repository, "CKV_AWS_136", "The architecture document has AES-256; images hold no secret."));
        IConstruct jenkins = stack.getNode().findChild("Jenkins");
        acknowledge(jenkins, INLINE_POLICY, OF_ONE_ROLE);
        acknowledge(
                jenkins,
                ANY_RESOURCE,
                "ecr:GetAuthorizationToken and ssm:CreateOpsItem know no resource: the one gives a password worth no"
                        + " more than the role, the other opens an incident.");
        acknowledge(
                jenkins,
                "AwsSolutions-IAM5[Resource::arn:aws:kms:%s:<AWS::AccountId>:key/*]".formatted(stack.getRegion()),
                "The keys' ids are known to their own stacks; the conditions demand their aliases, and the way through"
                        + " SNS.");
        acknowledge(
                stack.getNode().findChild("ApiGatewayLogs"),
                managedPolicy("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
                "API Gateway refuses a role that has less.");
    }

    private static String managedPolicy(String name) {
        return "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/" + name + "]";
    }

    private static void logArchive(LogArchiveStack archive) {
        for (String id : List.of("AwsSolutions-S1", "NIST.800.53.R5-S3BucketLoggingEnabled")) {
            acknowledge(
                    archive.bucket(),
                    id,
                    "Only Firehose writes here and only administrators read; a log of that would need a bucket of its own,"
                            + " with the same question.");
        }
        skipCheckov(archive.bucket(), "CKV_AWS_18", "Only Firehose writes here and only administrators read.");
        acknowledge(
                archive.bucket(),
                "NIST.800.53.R5-S3BucketReplicationEnabled",
                "Logs are for looking back; losing them with their region is no loss to the service.");
        acknowledge(archive, INLINE_POLICY, OF_ONE_ROLE);
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

    /** As {@code Validations.acknowledge} does, which refuses the ids that cdk-nag gives to findings with an ARN. */
    private static void acknowledge(IConstruct construct, String id, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }

    /** In the template's metadata, where cfn-lint looks. */
    private static void ignoreInCfnLint(Stack stack, String... rules) {
        stack.getTemplateOptions()
                .setMetadata(Map.of("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of(rules)))));
    }

    /** In the resource's metadata, where checkov looks. */
    private static void skipCheckov(IConstruct construct, String id, String comment) {
        if (construct.getNode().getDefaultChild() instanceof CfnResource resource) {
            Map<String, String> skip = new TreeMap<>();
            skip.put("id", id);
            skip.put("comment", comment);
            resource.addMetadata("checkov", Map.of("skip", List.of(skip)));
        }
    }
}
