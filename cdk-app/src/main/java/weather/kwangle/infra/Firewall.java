package weather.kwangle.infra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACL.ManagedRuleGroupStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.OverrideActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RateBasedStatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionOverrideProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleActionProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.RuleProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.StatementProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACL.VisibilityConfigProperty;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;
import weather.kwangle.policy.Plan;

/** WAF before the API: known attackers and known attacks, and a bound on what comes from one address. */
final class Firewall extends Construct {
    private static final int WINDOW_SECONDS = 300;

    /**
     * What the common rules refuse and we answer better ourselves: a batch has up to 256 KiB, 200 characters of a name can
     * take 2,400 bytes in a query, and a program need not say what it is called.
     */
    private static final List<String> ONLY_COUNTED =
            List.of("SizeRestrictions_BODY", "SizeRestrictions_QUERYSTRING", "NoUserAgent_HEADER");

    Firewall(Construct scope, String id, String name, String stageArn, Collection<Plan> plans, ILogGroup logs) {
        super(scope, id);
        CfnWebACL acl = CfnWebACL.Builder.create(this, "WebAcl")
                .name(name)
                .scope("REGIONAL")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .visibilityConfig(visibleAs(name))
                .rules(List.of(
                        perAddress(0, limit(plans)),
                        managed(1, "AWSManagedRulesAmazonIpReputationList", List.of()),
                        managed(2, "AWSManagedRulesKnownBadInputsRuleSet", List.of()),
                        managed(3, "AWSManagedRulesCommonRuleSet", ONLY_COUNTED)))
                .build();
        CfnWebACLAssociation.Builder.create(this, "OfTheStage")
                .webAclArn(acl.getAttrArn())
                .resourceArn(stageArn)
                .build();
        log(acl, logs);
    }

    /** In one window, one client of each plan behind one address at its usage plan's limit: no honest caller gets there. */
    static long limit(Collection<Plan> plans) {
        return plans.stream()
                .map(Plan::backstop)
                .mapToLong(each -> (long) Math.ceil(each.ratePerSecond() * WINDOW_SECONDS) + each.burst())
                .sum();
    }

    private static RuleProperty perAddress(int priority, long limit) {
        return RuleProperty.builder()
                .name("PerAddress")
                .priority(priority)
                .action(RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder().build())
                        .build())
                .statement(StatementProperty.builder()
                        .rateBasedStatement(RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .limit(limit)
                                .evaluationWindowSec(WINDOW_SECONDS)
                                .build())
                        .build())
                .visibilityConfig(visibleAs("PerAddress"))
                .build();
    }

    private static RuleProperty managed(int priority, String group, List<String> onlyCounted) {
        List<RuleActionOverrideProperty> overrides = new ArrayList<>();
        for (String rule : onlyCounted) {
            overrides.add(RuleActionOverrideProperty.builder()
                    .name(rule)
                    .actionToUse(RuleActionProperty.builder()
                            .count(CfnWebACL.CountActionProperty.builder().build())
                            .build())
                    .build());
        }
        return RuleProperty.builder()
                .name(group)
                .priority(priority)
                .overrideAction(OverrideActionProperty.builder().none(Map.of()).build())
                .statement(StatementProperty.builder()
                        .managedRuleGroupStatement(ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name(group)
                                .ruleActionOverrides(overrides)
                                .build())
                        .build())
                .visibilityConfig(visibleAs(group))
                .build();
    }

    private static VisibilityConfigProperty visibleAs(String metric) {
        return VisibilityConfigProperty.builder()
                .metricName(metric)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(true)
                .build();
    }

    /** What was blocked or counted; the rest stands in the access log. Tokens and cookies are left out. */
    private void log(CfnWebACL acl, ILogGroup logs) {
        List<CfnLoggingConfiguration.FieldToMatchProperty> redacted = Stream.of("authorization", "cookie")
                .map(header -> CfnLoggingConfiguration.FieldToMatchProperty.builder()
                        .singleHeader(Map.of("Name", header))
                        .build())
                .toList();
        CfnLoggingConfiguration.Builder.create(this, "Logging")
                .resourceArn(acl.getAttrArn())
                .logDestinationConfigs(List.of(arn(logs)))
                .redactedFields(redacted)
                .loggingFilter(filter())
                .build();
    }

    /** WAF does not take the ARN that ends in a colon and an asterisk. */
    private String arn(ILogGroup logs) {
        return Arn.regional(this, "logs", "log-group:" + logs.getLogGroupName());
    }

    /** JSON to CDK, so its names are CloudFormation's. */
    private static Map<String, Object> filter() {
        List<Map<String, Map<String, String>>> kept = Stream.of("BLOCK", "COUNT")
                .map(action -> Map.of("ActionCondition", Map.of("Action", action)))
                .toList();
        Map<String, Object> keep = new TreeMap<>(Map.of("Behavior", "KEEP"));
        keep.put("Requirement", "MEETS_ANY");
        keep.put("Conditions", kept);
        Map<String, Object> filter = new TreeMap<>(Map.of("DefaultBehavior", "DROP"));
        filter.put("Filters", List.of(keep));
        return filter;
    }
}
