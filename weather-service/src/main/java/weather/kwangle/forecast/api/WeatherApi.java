package weather.kwangle.forecast.api;

import io.netty.channel.ChannelException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.forecast.admission.Admission;
import weather.kwangle.forecast.admission.Workers;
import weather.kwangle.forecast.answer.Reply;
import weather.kwangle.forecast.answer.WeatherAnswers;
import weather.kwangle.forecast.batch.BatchBody;
import weather.kwangle.forecast.batch.BatchStream;
import weather.kwangle.forecast.place.PlaceSearch;
import weather.kwangle.forecast.problem.ProblemException;
import weather.kwangle.forecast.problem.Problems;

/**
 * The four operations: read the request, have the answer computed on a worker, write it.
 *
 * <p>Answers carry {@code Cache-Control: max-age}, as long as the same question has the same answer, and neither
 * {@code public} nor {@code private}. So a shared cache before the edge, which sees {@code Authorization}, may not keep
 * them (RFC 9111, section 3.5), and one behind it, which does not, may.
 */
public final class WeatherApi {
    private static final String LOCATION = "location";
    private static final String DAYS = "days";
    private static final String PREFIX = "prefix";
    private static final String LIMIT = "limit";
    private static final String LOCATION_EXPECTED =
            "a name[, state or province][, country], latitude,longitude or geonames:<id>";
    private static final String PREFIX_EXPECTED = "the beginning of a name, 1 to 200 characters";
    private static final int MAX_PREFIX_CHARACTERS = 200;
    private static final int DEFAULT_DAYS = 7;
    private static final int DEFAULT_LIMIT = 10;

    private final WeatherAnswers answers;
    private final BatchStream batches;
    private final Workers workers;
    private final Limits limits;
    private final JsonMapper json;
    private final Clock clock;

    /**
     * How much is in hand at once.
     *
     * @param questions single ones
     * @param batches with their bodies, from the first byte read to the last byte written
     */
    public record Limits(Admission questions, Admission batches) {}

    public WeatherApi(
            WeatherAnswers answers, BatchStream batches, Workers workers, Limits limits, JsonMapper json, Clock clock) {
        this.answers = answers;
        this.batches = batches;
        this.workers = workers;
        this.limits = limits;
        this.json = json;
        this.clock = clock;
    }

    Mono<ServerResponse> forecast(ServerRequest request) {
        QueryParameters query = QueryParameters.of(request, List.of(LOCATION, DAYS));
        String location = query.required(LOCATION, LOCATION_EXPECTED);
        int days = query.wholeNumber(DAYS, 1, WeatherAnswers.MAX_DAYS, DEFAULT_DAYS);
        return answer(() -> answers.forecast(location, days, clock.instant()));
    }

    Mono<ServerResponse> current(ServerRequest request) {
        QueryParameters query = QueryParameters.of(request, List.of(LOCATION));
        String location = query.required(LOCATION, LOCATION_EXPECTED);
        return answer(() -> answers.current(location, clock.instant()));
    }

    Mono<ServerResponse> places(ServerRequest request) {
        QueryParameters query = QueryParameters.of(request, List.of(PREFIX, LIMIT));
        String prefix = query.required(PREFIX, PREFIX_EXPECTED);
        int characters = prefix.codePointCount(0, prefix.length());
        if (prefix.isBlank() || characters > MAX_PREFIX_CHARACTERS) {
            String what = prefix.isBlank() ? "\"prefix\" is empty" : "\"prefix\" has " + characters + " characters";
            throw QueryParameters.refusal(PREFIX, what, PREFIX_EXPECTED);
        }
        int limit = query.wholeNumber(LIMIT, 1, PlaceSearch.MAX_LIMIT, DEFAULT_LIMIT);
        return answer(() -> answers.places(prefix, limit));
    }

    Mono<ServerResponse> batch(ServerRequest request) {
        QueryParameters.of(request, List.of());
        requireJson(request);
        DataBufferFactory buffers = request.exchange().getResponse().bufferFactory();
        Flux<DataBuffer> results = body(request)
                .flatMap(bytes -> workers.compute(() -> BatchBody.read(bytes)))
                .flatMapMany(batch -> batches.answer(batch, clock.instant()))
                .map(buffers::wrap);
        // Nothing is written before the first part is there, so a bad body is still answered with its problem.
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(BodyInserters.fromDataBuffers(limits.batches().admit(results)));
    }

    private <T> Mono<ServerResponse> answer(Callable<Reply<T>> question) {
        return limits.questions()
                .admit(workers.compute(() -> response(question.call())))
                .flatMap(Function.identity());
    }

    /** Called on a worker, which thus makes the bytes too: the event loop only sends them. */
    private <T> Mono<ServerResponse> response(Reply<T> reply) {
        return switch (reply) {
            case Reply.Given<T> given ->
                ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.maxAge(given.freshFor()))
                        .bodyValue(json.writeValueAsBytes(given.body()));
            case Reply.Refused<T> refused -> throw new ProblemException(refused.problem());
        };
    }

    private static void requireJson(ServerRequest request) {
        if (!isJson(request)) {
            throw new ProblemException(Problems.unsupportedMediaType());
        }
    }

    private static boolean isJson(ServerRequest request) {
        try {
            return request.headers()
                    .contentType()
                    .filter(MediaType.APPLICATION_JSON::equalsTypeAndSubtype)
                    .isPresent();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static Mono<byte[]> body(ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > BatchBody.MAX_BYTES) {
            return Mono.error(tooLarge());
        }
        return DataBufferUtils.join(request.body((message, context) -> message.getBody()), BatchBody.MAX_BYTES)
                .onErrorMap(WeatherApi::unread)
                .map(WeatherApi::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    /** Whatever goes wrong while a body is read is its sender's doing. */
    private static ProblemException unread(Throwable error) {
        return switch (error) {
            case DataBufferLimitException e -> tooLarge();
            // Reactor Netty's own type for "not in time" is not public; this is what it is to others.
            case ChannelException e -> new ProblemException(Problems.requestTimeout());
            default -> new ProblemException(Problems.brokenOff());
        };
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ProblemException tooLarge() {
        return new ProblemException(Problems.payloadTooLarge(BatchBody.MAX_BYTES));
    }
}
