package weather.kwangle.infra;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.RemovalPolicy;

/**
 * What differs between staging and production: {@code environments/<name>.yaml}, which documents each key.
 *
 * @param name {@code staging} or {@code production}
 * @param account 12 digits; without it the stacks go into the account of whoever deploys
 * @param zones three availability zones of the region
 * @param domain without it there is no certificate and no DNS, and API Gateway's own endpoint serves
 */
record EnvironmentSettings(
        String name,
        Optional<String> account,
        String region,
        List<String> zones,
        Optional<Domain> domain,
        Cluster cluster,
        Nodes nodes,
        Api api,
        Authorizer authorizer,
        PolicyDelivery policyDelivery,
        SignIn signIn,
        Logs logs,
        Alarms alarms) {

    static final String STAGING = "staging";
    static final String PRODUCTION = "production";

    EnvironmentSettings {
        require(account.stream().allMatch(id -> id.matches("\\d{12}")), "account", account, "12 digits");
        boolean areOfTheRegion = zones.stream().allMatch(zone -> zone.matches(Pattern.quote(region) + "[a-z]"));
        require(
                zones.stream().distinct().count() == 3 && zones.size() == 3 && areOfTheRegion,
                "zones",
                zones,
                "three availability zones of " + region);
        String layer = "arn:aws:lambda:" + region + ":\\d{12}:layer:AWS-AppConfig-Extension-Arm64:\\d+";
        require(
                policyDelivery.extensionLayer().matches(layer),
                "policyDelivery.extensionLayer",
                policyDelivery.extensionLayer(),
                "AWS's layer AWS-AppConfig-Extension-Arm64 of " + region + ", with its version");
        zones = List.copyOf(zones);
    }

    /**
     * @param name the public hosted zone's name
     * @param hostedZoneIdParameter name of the parameter in Parameter Store that holds the zone's id
     * @param hosts names that clients call, each directly below {@code name}
     */
    record Domain(String name, String hostedZoneIdParameter, List<String> hosts) {
        Domain {
            require(
                    Names.INTERNAL_HOST.equals("internal." + name),
                    "domain.name",
                    name,
                    Names.INTERNAL_HOST.replaceFirst("internal\\.", "")
                            + ": api/openapi.yaml, the charts and the certificate name " + Names.INTERNAL_HOST);
            require(!hosts.isEmpty(), "domain.hosts", hosts, "one name at least");
            for (String host : hosts) {
                // The wildcard certificate covers one label.
                boolean isBelow = host.endsWith("." + name) && host.indexOf('.') == host.length() - name.length() - 1;
                require(isBelow, "domain.hosts", host, "a name directly below " + name);
            }
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * @param operatorNetworks CIDR blocks that may reach the Kubernetes API from outside the VPC; never everyone
     * @param administrators names of IAM roles that administer the cluster
     */
    record Cluster(List<String> operatorNetworks, List<String> administrators) {
        Cluster {
            for (String network : operatorNetworks) {
                require(
                        network.matches("\\d{1,3}(\\.\\d{1,3}){3}/(8|9|[12]\\d|3[0-2])"),
                        "cluster.operatorNetworks",
                        network,
                        "an IPv4 block of /8 at the most");
            }
            require(!administrators.isEmpty(), "cluster.administrators", administrators, "one role at least");
            operatorNetworks = List.copyOf(operatorNetworks);
            administrators = List.copyOf(administrators);
        }
    }

    /** @param officeHours without them the nodes never sleep */
    record Nodes(
            String instanceType,
            int minimum,
            int desired,
            int maximum,
            Capacity capacity,
            Optional<OfficeHours> officeHours) {
        Nodes {
            require(
                    1 <= minimum && minimum <= desired && desired <= maximum,
                    "nodes.minimum, desired and maximum",
                    List.of(minimum, desired, maximum),
                    "1 <= minimum <= desired <= maximum");
        }
    }

    /** How EC2 sells the nodes. */
    enum Capacity {
        @JsonProperty("on-demand")
        ON_DEMAND,
        @JsonProperty("spot")
        SPOT
    }

    /** Cron expressions of EventBridge Scheduler and an IANA zone. */
    record OfficeHours(String start, String end, String timeZone) {
        OfficeHours {
            for (String time : List.of(start, end)) {
                // Minutes, hours, day of month, month, day of week, year.
                boolean isCron = time.matches("cron\\(\\S+( \\S+){5}\\)");
                require(isCron, "nodes.officeHours", time, "cron(…) with six fields");
            }
            require(
                    ZoneId.getAvailableZoneIds().contains(timeZone),
                    "nodes.officeHours.timeZone",
                    timeZone,
                    "an IANA time zone");
        }
    }

    /**
     * @param requestsPerSecond what the stage lets through, of one method
     * @param burst requests at once
     */
    record Api(int requestsPerSecond, int burst) {
        Api {
            // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
            require(
                    1 <= requestsPerSecond && requestsPerSecond <= 10_000,
                    "api.requestsPerSecond",
                    requestsPerSecond,
                    "1 to 10000");
            require(1 <= burst && burst <= 5_000, "api.burst", burst, "1 to 5000");
        }
    }

    /**
     * @param accessPolicy file of {@code access-policy/policy} that decides
     * @param memoryMiB Lambda gives CPU by it
     * @param reservedConcurrency instances at once, at the most
     */
    record Authorizer(String accessPolicy, int memoryMiB, int reservedConcurrency) {
        Authorizer {
            require(128 <= memoryMiB && memoryMiB <= 10_240, "authorizer.memoryMiB", memoryMiB, "128 to 10240");
            require(reservedConcurrency >= 1, "authorizer.reservedConcurrency", reservedConcurrency, "1 or more");
        }
    }

    /**
     * How a new access policy gets to the authorizer.
     *
     * @param extensionLayer ARN of AWS's layer with the AppConfig agent for arm64
     * @param stepPercent so many percent more of the authorizer's instances get it with each step
     * @param rolloutMinutes from the first step until all have it
     * @param bakeMinutes for which the alarms go on being watched then
     * @param deniedPercent share of refused decisions beyond which it is taken back
     */
    record PolicyDelivery(
            String extensionLayer, int stepPercent, int rolloutMinutes, int bakeMinutes, int deniedPercent) {
        PolicyDelivery {
            require(1 <= stepPercent && stepPercent <= 100, "policyDelivery.stepPercent", stepPercent, "1 to 100");
            // https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateDeploymentStrategy.html
            require(
                    0 <= rolloutMinutes && rolloutMinutes <= 1_440,
                    "policyDelivery.rolloutMinutes",
                    rolloutMinutes,
                    "0 to 1440");
            require(
                    5 <= bakeMinutes && bakeMinutes <= 1_440,
                    "policyDelivery.bakeMinutes",
                    bakeMinutes,
                    "5 to 1440: an alarm needs a few minutes");
            require(
                    1 <= deniedPercent && deniedPercent < stepPercent,
                    "policyDelivery.deniedPercent",
                    deniedPercent,
                    "1 or more and less than stepPercent: a policy that refuses everybody must be noticed at its first step");
        }
    }

    /**
     * @param domainPrefix the sign-in page is at {@code https://<prefix>.auth.<region>.amazoncognito.com}; no other AWS
     *     account of the region may have it
     * @param callbackUrls addresses to which the sign-in page may send a browser
     * @param logoutUrls the same after signing out
     */
    record SignIn(String domainPrefix, List<String> callbackUrls, List<String> logoutUrls) {
        SignIn {
            // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
            require(
                    domainPrefix.matches("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
                            && !domainPrefix.matches(".*(aws|amazon|cognito).*"),
                    "signIn.domainPrefix",
                    domainPrefix,
                    "up to 63 of a-z, 0-9 and hyphens, without aws, amazon and cognito");
            for (String url :
                    Stream.concat(callbackUrls.stream(), logoutUrls.stream()).toList()) {
                require(url.startsWith("https://"), "signIn", url, "an https URL");
            }
            require(!callbackUrls.isEmpty(), "signIn.callbackUrls", callbackUrls, "one URL at least");
            callbackUrls = List.copyOf(callbackUrls);
            logoutUrls = List.copyOf(logoutUrls);
        }
    }

    /**
     * @param retentionDays a period that CloudWatch Logs knows
     * @param archiveDays how long the archive keeps them, longer than {@code retentionDays}
     */
    record Logs(int retentionDays, int archiveDays) {
        Logs {
            require(
                    RetainedLogGroup.PERIODS.containsKey(retentionDays),
                    "logs.retentionDays",
                    retentionDays,
                    "one of " + new TreeSet<>(RetainedLogGroup.PERIODS.keySet()));
            require(archiveDays > retentionDays, "logs.archiveDays", archiveDays, "more than logs.retentionDays");
        }
    }

    /** @param emails hear every alarm, once they have confirmed */
    record Alarms(List<String> emails) {
        Alarms {
            require(
                    !emails.isEmpty(),
                    "alarms.emails",
                    emails,
                    "one address at least: nobody else would hear an alarm");
            emails = List.copyOf(emails);
        }
    }

    private static void require(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": is " + value + ", expected " + expected);
        }
    }

    boolean isProduction() {
        return name.equals(PRODUCTION);
    }

    /**
     * For what production must never lose. A creation that fails takes it away again, or the next attempt would find its name
     * taken; staging's goes with its stack.
     */
    RemovalPolicy kept() {
        return isProduction() ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    }

    Names names() {
        return Names.of(name);
    }

    /** The same environment without a domain: a deployment to an account that has no hosted zone. */
    EnvironmentSettings withoutDomain() {
        return new EnvironmentSettings(
                name,
                account,
                region,
                zones,
                Optional.empty(),
                cluster,
                nodes,
                api,
                authorizer,
                policyDelivery,
                signIn,
                logs,
                alarms);
    }
}
