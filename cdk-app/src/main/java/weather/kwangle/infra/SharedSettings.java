package weather.kwangle.infra;

import java.util.Optional;

/**
 * What staging and production share in the account: {@code environments/shared.yaml}, which documents each key.
 *
 * @param account 12 digits; without it the stack goes into the account of whoever deploys
 */
record SharedSettings(Optional<String> account, String region, Jenkins jenkins) {

    /**
     * @param issuer of the pipeline's identity tokens, an https URL
     * @param subject of the tokens of the one job that may deploy
     */
    record Jenkins(String issuer, String subject) {
        Jenkins {
            if (!issuer.startsWith("https://")) {
                throw new IllegalArgumentException("jenkins.issuer: is " + issuer + ", expected an https URL");
            }
        }
    }
}
