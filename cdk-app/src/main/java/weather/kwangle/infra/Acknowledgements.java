package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private static final String ANY_RESOURCE = "AwsSolutions-IAM5[Resource::*]";

    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            switch (stack) {
                case ClusterStack cluster -> cluster(cluster);
                case LoadBalancerStack loadBalancer -> loadBalancer(loadBalancer);
                case SharedStack shared -> shared(shared);
                default -> {}
            }
        });
    }

    private static void cluster(ClusterStack stack) {
        IConstruct accounts = stack.getNode().findChild("ServiceAccounts");
        acknowledge(
                stack.cluster(),
                "AwsSolutions-EKS1",
                "Jenkins and operators stand outside the VPC; only the networks that the environment's settings name get"
                        + " through.");
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
        if (stack.settings().domain().isPresent()) {
            acknowledge(
                    stack.getNode().findChild("AccessLogs"),
                    "AwsSolutions-S1",
                    "It holds access logs itself; who reads it is in CloudTrail.");
        } else {
            acknowledge(
                    stack.getNode().findChild("Balancer"),
                    "AwsSolutions-ELB2",
                    "A network load balancer logs TLS listeners only, and without a domain there is none.");
        }
    }

    private static void shared(SharedStack stack) {
        IConstruct jenkins = stack.getNode().findChild("Jenkins");
        acknowledge(
                jenkins,
                ANY_RESOURCE,
                "ecr:GetAuthorizationToken and ssm:CreateOpsItem know no resource: the one gives a password that is worth no"
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

    /** As {@code Validations.acknowledge} does, which refuses the ids that cdk-nag gives to findings with an ARN. */
    private static void acknowledge(IConstruct construct, String id, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }
}
