package weather.kwangle.infra;

import static weather.kwangle.infra.Acknowledging.ANY_RESOURCE;
import static weather.kwangle.infra.Acknowledging.account;
import static weather.kwangle.infra.Acknowledging.acknowledge;
import static weather.kwangle.infra.Acknowledging.managedPolicy;

import java.util.List;
import software.constructs.IConstruct;

/** Findings about the cluster, its nodes and the roles of what runs in it. */
final class ClusterAcknowledgements {
    private ClusterAcknowledgements() {}

    static void attach(ClusterStack stack) {
        IConstruct accounts = stack.getNode().findChild("ServiceAccounts");
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
        autoscaler(stack, accounts.getNode().findChild("cluster-autoscaler"));
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

    private static void autoscaler(ClusterStack stack, IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "Only descriptions, of which Auto Scaling and EC2 know no resource.");
        acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::arn:aws:autoscaling:%s:%s:autoScalingGroup:*:autoScalingGroupName/*]"
                        .formatted(stack.getRegion(), account(stack)),
                "EKS makes up the group's name and id; the condition demands the tag of this cluster.");
    }

    private static void loadBalancerController(ClusterStack stack, IConstruct role) {
        acknowledge(role, ANY_RESOURCE, "Only descriptions, of which EC2 and load balancing know no resource.");
        acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::arn:aws:elasticloadbalancing:%s:%s:targetgroup/%s/*]"
                        .formatted(
                                stack.getRegion(), account(stack), stack.names().targetGroup()),
                "The end of the target group's ARN is known once it is made; its name is ours and stands there.");
    }
}
