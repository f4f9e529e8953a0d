package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** How a finding is acknowledged: where cdk-nag, CloudFormation's rules, cfn-lint and checkov look for the reason. */
final class Acknowledging {
    static final String ANY_RESOURCE = "AwsSolutions-IAM5[Resource::*]";

    private Acknowledging() {}

    /** As cdk-nag writes it into the id of a finding. */
    static String account(Stack stack) {
        String account = stack.getAccount();
        return Token.isUnresolved(account) ? "<AWS::AccountId>" : account;
    }

    static String managedPolicy(String name) {
        return "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/" + name + "]";
    }

    /** As {@code Validations.acknowledge} does, which refuses the ids that cdk-nag gives to findings with an ARN. */
    static void acknowledge(IConstruct construct, String id, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }

    /** In the template's metadata, where cfn-lint looks. */
    static void ignoreInCfnLint(Stack stack, String... rules) {
        stack.getTemplateOptions()
                .setMetadata(Map.of("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of(rules)))));
    }

    /** In the resource's metadata, where checkov looks: ids with their reasons. */
    static void skipCheckov(IConstruct construct, Map<String, String> reasons) {
        if (construct.getNode().getDefaultChild() instanceof CfnResource resource) {
            List<TreeMap<String, String>> skip = reasons.entrySet().stream()
                    .map(reason -> {
                        TreeMap<String, String> entry = new TreeMap<>();
                        entry.put("id", reason.getKey());
                        entry.put("comment", reason.getValue());
                        return entry;
                    })
                    .toList();
            resource.addMetadata("checkov", Map.of("skip", skip));
        }
    }
}
