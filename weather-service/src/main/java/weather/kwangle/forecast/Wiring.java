package weather.kwangle.forecast;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.netty.NettyPipeline;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.forecast.accesslog.AccessLogFilter;
import weather.kwangle.forecast.admission.Admission;
import weather.kwangle.forecast.admission.Workers;
import weather.kwangle.forecast.answer.WeatherAnswers;
import weather.kwangle.forecast.api.Routes;
import weather.kwangle.forecast.api.WeatherApi;
import weather.kwangle.forecast.batch.BatchStream;
import weather.kwangle.forecast.place.PlaceSearch;
import weather.kwangle.forecast.probe.Probes;
import weather.kwangle.forecast.problem.BareErrorBodies;
import weather.kwangle.forecast.problem.ProblemFilter;
import weather.kwangle.forecast.problem.ProblemWriter;

/** The whole service in the order in which a request meets it: access log, problems, then a probe or an operation. */
@Configuration(proxyBeanMethods = false)
public class Wiring {
    /** How long a caller may take to send a body; the connection is closed after that. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    /** At a millisecond each, the last of them is answered well within the gateway's deadline. */
    private static final int QUESTIONS_AT_ONCE = 256;

    private static final Duration QUESTION_PATIENCE = Duration.ofSeconds(5);

    /** Each holds a body of 256 KiB and the parts of its answer that are on their way, a few MiB in all. */
    private static final int BATCHES_AT_ONCE = 16;

    private static final Duration BATCH_PATIENCE = Duration.ofSeconds(10);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Members are written in the order of the contract, absent ones not at all. */
    @Bean
    JsonMapper json() {
        return JsonMapper.builder()
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .build();
    }

    @Bean
    WeatherAnswers weatherAnswers(ShippedData data) {
        return new WeatherAnswers(new PlaceSearch(data.places()), data.climatology());
    }

    @Bean
    Workers workers() {
        return new Workers(Runtime.getRuntime().availableProcessors());
    }

    @Bean
    WeatherApi weatherApi(WeatherAnswers answers, Workers workers, JsonMapper json, Clock clock) {
        return new WeatherApi(
                answers,
                new BatchStream(answers, json, workers),
                workers,
                new WeatherApi.Limits(
                        new Admission(QUESTIONS_AT_ONCE, QUESTION_PATIENCE),
                        new Admission(BATCHES_AT_ONCE, BATCH_PATIENCE)),
                json,
                clock);
    }

    @Bean
    RouterFunction<ServerResponse> routes(ApplicationAvailability availability, WeatherApi api) {
        return new Probes(availability).routes().and(Routes.of(api));
    }

    @Bean
    @Order(1)
    WebFilter accessLogFilter() {
        return new AccessLogFilter(Probes::isProbe, System::nanoTime);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    @Order(2)
    WebFilter problemFilter(ProblemWriter problems) {
        return new ProblemFilter(problems);
    }

    @Bean
    NettyServerCustomizer requestsEndInTime() {
        return server -> server.requestTimeout(REQUEST_TIMEOUT);
    }

    @Bean
    NettyServerCustomizer bareErrorsGetBodies(ProblemWriter problems) {
        BareErrorBodies bodies = new BareErrorBodies(problems);
        return server -> server.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, "bare-error-bodies", bodies));
    }
}
