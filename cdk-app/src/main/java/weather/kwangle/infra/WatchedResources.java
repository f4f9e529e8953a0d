package weather.kwangle.infra;

import java.util.List;
import java.util.Optional;

/**
 * What CloudWatch knows by a name that AWS makes up, as its metrics' dimensions have it.
 *
 * @param loadBalancer {@code net/<name>/<id>}
 * @param targetGroup {@code targetgroup/<name>/<id>}
 * @param natGateways ids
 * @param certificateArn with a domain only
 */
record WatchedResources(
        String loadBalancer, String targetGroup, List<String> natGateways, Optional<String> certificateArn) {
    WatchedResources {
        natGateways = List.copyOf(natGateways);
    }
}
