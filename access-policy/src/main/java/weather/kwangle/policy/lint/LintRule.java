package weather.kwangle.policy.lint;

import java.util.Locale;

/** What is looked for. */
public enum LintRule {
    /** The file is no policy. */
    UNREADABLE_POLICY(Severity.ERROR, "The policy cannot be read."),
    /** The API has an operation that the policy does not name: everybody is refused. */
    OPERATION_WITHOUT_RULE(Severity.ERROR, "An operation of the API has no rule, so it is refused to everybody."),
    /** The policy names an operation that the API does not have. */
    RULE_WITHOUT_OPERATION(Severity.ERROR, "A rule is for an operation that the API does not have."),
    /** The contract and the policy ask for different scopes. */
    SCOPES_UNLIKE_CONTRACT(Severity.WARNING, "The API's contract promises other scopes than the rule asks for."),
    /** An operation needs a scope that the token server does not give. */
    SCOPE_NOBODY_CAN_GET(Severity.ERROR, "A scope is needed or allowed that the token server does not give out."),
    /** An audience that somebody is likely to write otherwise, or that names more than a resource. */
    DOUBTFUL_AUDIENCE(Severity.WARNING, "The audience is likely to be written otherwise where tokens are asked for."),
    /** A part of the policy that makes no difference, whatever the token. */
    DEAD_RULE(Severity.WARNING, "A part of the policy makes no difference, whatever the token says."),
    /** A client that is named and can do nothing. */
    CLIENT_WITHOUT_ACCESS(Severity.WARNING, "A client is named whose tokens can open no operation."),
    /** A client's entry that something else makes void. */
    SHADOWED_CLIENT(Severity.WARNING, "Something else decides about a client than its entry."),
    /** More is allowed than anybody is likely to mean. */
    OVER_BROAD_GRANT(Severity.WARNING, "More is allowed than the entry needs to say."),
    /** A plan that bounds only the rate. */
    PLAN_WITHOUT_LIMITS(Severity.NOTE, "A plan bounds neither the day nor the month."),
    /** A limit that another limit of the plan is always below. */
    LIMIT_NEVER_REACHED(Severity.WARNING, "A limit of a plan cannot be reached because of another."),
    /** A plan that only the table can give. */
    UNUSED_PLAN(Severity.NOTE, "No client of the file has the plan; only the table can give it."),
    /** A refusal by hand that is over. */
    EXPIRED_BREAK_GLASS(Severity.WARNING, "A refusal by hand is over and still stands in the file."),
    /** A refusal by hand that has become a rule. */
    LASTING_BREAK_GLASS(Severity.WARNING, "A refusal by hand lasts longer than 30 days.");

    private final Severity severity;
    private final String description;

    LintRule(Severity severity, String description) {
        this.severity = severity;
        this.description = description;
    }

    public Severity severity() {
        return severity;
    }

    /** One sentence. */
    public String description() {
        return description;
    }

    /** {@code dead-rule}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
