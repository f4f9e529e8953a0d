package weather.kwangle.infra;

/**
 * What AppConfig delivers before the pipeline has delivered anything, so that the authorizer can start: a policy that lets
 * nobody in, and a list of refusals by hand that is empty.
 *
 * <p>Neither may ever change, nor depend on anything that does, such as the shipped policy. CloudFormation would make a
 * version of the changed text and deploy it in the place of the policy in force, all at once.
 */
final class FirstDocuments {
    /** Names no client; the plan that it must have has no client in the table, since nobody can give it. */
    static final String ACCESS_POLICY = """
            {"version":1,"resourceServer":"max-weather","operations":{"GET /usage":{"allOf":["read:forecast"]}},\
            "plans":{"before-first-delivery":{"rate":"1/s","burst":1}},"clients":{},"unknownClient":"deny","breakGlass":[]}""";

    static final String BREAK_GLASS = "{\"version\":1,\"breakGlass\":[]}";

    private FirstDocuments() {}
}
