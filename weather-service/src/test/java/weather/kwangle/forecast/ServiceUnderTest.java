package weather.kwangle.forecast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

/** The whole service on a free port, started once for all tests, with a clock that stands still. */
public final class ServiceUnderTest {
    /** A Tuesday noon in Hanoi. */
    public static final Instant NOW = Instant.parse("2026-11-24T05:02:11.987Z");

    public static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SettableClock CLOCK = new SettableClock(NOW);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private static final ConfigurableApplicationContext CONTEXT = start(StandingClock.class);

    private ServiceUnderTest() {}

    /** Starts a service on a free port with further beans. */
    static ConfigurableApplicationContext start(Class<?> beans) {
        SpringApplication application =
                WeatherService.application(new ShippedDataLoading(PlaceIndex::load, Climatology::load));
        application.addPrimarySources(List.of(beans));
        return application.run("--server.port=0", "--server.address=127.0.0.1");
    }

    public static ConfigurableApplicationContext context() {
        return CONTEXT;
    }

    public static int port() {
        return CONTEXT.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Runs with another time of day. */
    public static void at(Instant now, Runnable test) {
        CLOCK.set(now);
        try {
            test.run();
        } finally {
            CLOCK.set(NOW);
        }
    }

    /** GET, the target as it goes over the wire. */
    public static HttpResponse<String> get(String target) {
        return send(target, request -> {});
    }

    public static HttpResponse<String> forecast(String location) {
        return get("/forecast?location=" + encoded(location));
    }

    public static HttpResponse<String> post(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse<String> post(byte[] body) {
        return send(
                "/forecast",
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    public static HttpResponse<String> send(String target, Consumer<HttpRequest.Builder> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target))
                .timeout(PATIENCE);
        more.accept(request);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Configuration(proxyBeanMethods = false)
    static class StandingClock {
        @Bean
        @Primary
        SettableClock standingClock() {
            return CLOCK;
        }
    }
}
