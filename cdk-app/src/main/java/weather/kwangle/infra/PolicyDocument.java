package weather.kwangle.infra;

/**
 * A document that the authorizer reads through AppConfig: a configuration profile in an environment.
 *
 * @param path as AppConfig's agent has it, by names
 * @param arn by ids, which AppConfig makes up
 */
record PolicyDocument(String path, String arn) {
    // Environments of the application.
    static final String LIVE = "live";
    static final String CANDIDATE = "candidate";
    static final String BREAK_GLASS = "break-glass";

    /** The profile of what decides, live or as a candidate. */
    static final String ACCESS_POLICY_PROFILE = "access-policy";

    /** The profile of what is refused by hand. */
    static final String BREAK_GLASS_PROFILE = "break-glass";

    static String path(String application, String environment, String profile) {
        return "/applications/" + application + "/environments/" + environment + "/configurations/" + profile;
    }

    /** Where the agent listens, inside the function. */
    String address() {
        return "http://localhost:2772" + path;
    }
}
