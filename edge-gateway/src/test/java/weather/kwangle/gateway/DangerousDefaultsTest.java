package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import reactor.netty.resources.ConnectionProvider;

/** What the framework would do unasked, and does not do here. The timeouts and the pool are tested by what they do. */
class DangerousDefaultsTest {
    /** On Kubernetes Boot switches forwarded headers on by itself. */
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest("spring.main.cloud-platform=kubernetes");

    private static <T> List<String> typesOf(Class<T> type) {
        return GATEWAY.context().getBeansOfType(type).values().stream()
                .map(bean -> bean.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void nothingRepeatsCachesBreaksOrUpgradesARequest() {
        assertThat(typesOf(GatewayFilterFactory.class))
                .isNotEmpty()
                .noneMatch(name -> name.contains("retry"))
                .noneMatch(name -> name.contains("circuitbreaker"))
                .noneMatch(name -> name.contains("responsecache"))
                .noneMatch(name -> name.contains("grpc"));
        assertThat(typesOf(GlobalFilter.class))
                .isNotEmpty()
                .noneMatch(name -> name.contains("websocket"))
                .noneMatch(name -> name.contains("responsecache"));
    }

    @Test
    void theOneRouteHasNoFiltersAndNoWebSocketTarget() {
        List<Route> routes = GATEWAY.context()
                .getBean(RouteLocator.class)
                .getRoutes()
                .collectList()
                .block();

        assertThat(routes).singleElement().satisfies(route -> {
            assertThat(route.getFilters()).isEmpty();
            assertThat(route.getUri().getScheme()).isEqualTo("http");
        });
    }

    @Test
    void forwardedHeadersAreNotBelievedOnKubernetesEither() {
        assertThat(GATEWAY.context().getBeansOfType(ForwardedHeaderTransformer.class))
                .isEmpty();
        assertThat(GATEWAY.context().getEnvironment().getProperty("server.forward-headers-strategy"))
                .isEqualTo("none");
    }

    @Test
    void thereIsOnePoolAndItIsOurs() {
        assertThat(GATEWAY.context().getBeansOfType(ConnectionProvider.class))
                .hasSize(1)
                .allSatisfy((name, pool) -> assertThat(pool.maxConnections()).isLessThan(Integer.MAX_VALUE));
    }

    @Test
    void whatIsNotNeededIsNotOnTheClassPath() {
        assertThat(Arrays.asList(
                        "io.github.resilience4j.bulkhead.Bulkhead",
                        "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                        "io.netty.handler.codec.http3.Http3",
                        "org.bouncycastle.jce.provider.BouncyCastleProvider"))
                .noneMatch(name -> ClassUtils.isPresent(name, getClass().getClassLoader()));
    }
}
