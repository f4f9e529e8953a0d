package weather.kwangle.infra;

/**
 * The way from the API into the VPC.
 *
 * @param vpcLinkId the VPC Link that API Gateway goes through
 * @param integrationTarget ARN of what it reaches behind the link
 */
record PrivateIntegration(String vpcLinkId, String integrationTarget) {}
