package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallTest {
    private final StackTemplate edge = CloudAssembly.production().stack("max-weather-edge");
    private final StackTemplate.Resource acl = edge.resource("AWS::WAFv2::WebACL");

    @Test
    void itStandsBeforeTheStage() {
        StackTemplate.Resource association = edge.resource("AWS::WAFv2::WebACLAssociation");
        assertThat(acl.text("Scope")).isEqualTo("REGIONAL");
        assertThat(association.text("WebACLArn")).isEqualTo("${" + acl.logicalId() + ".Arn}");
        assertThat(association.text("ResourceArn"))
                .endsWith("/restapis/${"
                        + edge.resource("AWS::ApiGateway::RestApi").logicalId() + "}/stages/${"
                        + edge.resource("AWS::ApiGateway::Stage").logicalId() + "}");
    }

    @Test
    void awsKeepsTheRulesAgainstKnownAttackersAndAttacks() {
        assertThat(rules().keySet())
                .containsExactlyInAnyOrder(
                        "PerAddress",
                        "AWSManagedRulesAmazonIpReputationList",
                        "AWSManagedRulesKnownBadInputsRuleSet",
                        "AWSManagedRulesCommonRuleSet");
    }

    @Test
    void whatTheApiAnswersBetterItselfIsOnlyCounted() {
        JsonNode overrides =
                rule("AWSManagedRulesCommonRuleSet").at("/Statement/ManagedRuleGroupStatement/RuleActionOverrides");
        assertThat(overrides.findValuesAsText("Name"))
                .containsExactlyInAnyOrder(
                        "SizeRestrictions_BODY", "SizeRestrictions_QUERYSTRING", "NoUserAgent_HEADER");
        assertThat(overrides).allMatch(override -> override.path("ActionToUse").has("Count"));
    }

    /** A client of each plan, each at its usage plan's limit for five minutes, and all behind one address. */
    @Test
    void oneAddressMayAskWhatOneClientOfEachPlanMayAsk() {
        JsonNode rate = rule("PerAddress").at("/Statement/RateBasedStatement");
        assertThat(rate.path("AggregateKeyType").asText()).isEqualTo("IP");
        assertThat(rate.path("EvaluationWindowSec").asInt()).isEqualTo(300);
        long allowed = edge.resources("AWS::ApiGateway::UsagePlan").stream()
                .map(plan -> plan.property("Throttle"))
                .mapToLong(throttle -> throttle.path("RateLimit").asLong() * 300
                        + throttle.path("BurstLimit").asLong())
                .sum();
        assertThat(rate.path("Limit").asLong()).isEqualTo(allowed).isEqualTo(365_420);
        assertThat(rule("PerAddress").path("Action").has("Block")).isTrue();
    }

    @Test
    void whatItBlocksOrCountsIsLoggedWithoutTokensAndCookies() {
        StackTemplate.Resource logging = edge.resource("AWS::WAFv2::LoggingConfiguration");
        String group = edge.resources("AWS::Logs::LogGroup").stream()
                .filter(each -> each.text("LogGroupName").equals("aws-waf-logs-max-weather"))
                .findFirst()
                .orElseThrow()
                .logicalId();
        assertThat(logging.text("LogDestinationConfigs", 0))
                .isEqualTo("arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:${" + group + "}");
        assertThat(Set.copyOf(logging.property("RedactedFields").findValuesAsText("Name")))
                .containsExactlyInAnyOrder("authorization", "cookie");
        assertThat(logging.text("LoggingFilter", "DefaultBehavior")).isEqualTo("DROP");
        assertThat(logging.property("LoggingFilter", "Filters").findValuesAsText("Action"))
                .containsExactlyInAnyOrder("BLOCK", "COUNT");
    }

    private Map<String, JsonNode> rules() {
        Map<String, JsonNode> rules = new TreeMap<>();
        acl.property("Rules").forEach(rule -> rules.put(rule.path("Name").asText(), rule));
        return rules;
    }

    /** Lambda serves ten requests a second for each instance that a function may have. */
    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void oneAddressCannotUseUpTheAuthorizer(String environment) {
        Names names = Names.of(environment);
        CloudAssembly assembly = environment.equals("staging") ? CloudAssembly.staging() : CloudAssembly.production();
        StackTemplate.Resource authorizer = assembly.stack(names.stack("edge")).resource("AWS::Lambda::Function");
        JsonNode rate = assembly.stack(names.stack("edge"))
                .resource("AWS::WAFv2::WebACL")
                .definition()
                .findValue("RateBasedStatement");
        assertThat(rate.path("Limit").asInt() / rate.path("EvaluationWindowSec").asInt())
                .isPositive()
                .isLessThan(
                        10 * authorizer.property("ReservedConcurrentExecutions").asInt());
    }

    private JsonNode rule(String name) {
        JsonNode rule = rules().get(name);
        if (rule == null) {
            throw new AssertionError("no rule " + name);
        }
        return rule;
    }
}
