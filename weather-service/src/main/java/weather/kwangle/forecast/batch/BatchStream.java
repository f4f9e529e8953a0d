package weather.kwangle.forecast.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.forecast.admission.Workers;
import weather.kwangle.forecast.answer.ForecastAnswer;
import weather.kwangle.forecast.answer.Reply;
import weather.kwangle.forecast.answer.WeatherAnswers;
import weather.kwangle.forecast.problem.Problems;

/**
 * The answer to a batch, as bytes, a few locations at a time: schema {@code BatchResult} of the contract.
 *
 * <p>A thousand forecasts are many megabytes and most of a second of computing. In parts they cost the memory of what is
 * on its way, the workers turn to other requests between two slices, a client that stops reading stops the computing, and
 * one that goes away ends it.
 */
public final class BatchStream {
    private static final Logger LOG = LoggerFactory.getLogger(BatchStream.class);

    /** Some milliseconds of one worker: what another request waits for at most, once for each batch before it. */
    private static final int SLICE = 16;

    private static final byte[] OPENING = "{\"results\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = {','};
    private static final byte[] NOTHING = {};
    private static final byte[] CLOSING = "]}".getBytes(StandardCharsets.US_ASCII);

    private final WeatherAnswers answers;
    private final JsonMapper json;
    private final Workers workers;

    public BatchStream(WeatherAnswers answers, JsonMapper json, Workers workers) {
        this.answers = answers;
        this.json = json;
        this.workers = workers;
    }

    /** Answers every location as of one moment, in the order asked; each part is one location with what surrounds it. */
    public Flux<byte[]> answer(BatchRequest request, Instant now) {
        int size = request.locations().size();
        return Flux.range(0, (size + SLICE - 1) / SLICE)
                .map(number -> number * SLICE)
                .concatMap(from -> workers.compute(() -> slice(request, from, now)), 1)
                .concatMapIterable(Function.identity(), 1);
    }

    private List<byte[]> slice(BatchRequest request, int from, Instant now) {
        int last = request.locations().size() - 1;
        return IntStream.range(from, Math.min(from + SLICE, last + 1))
                .mapToObj(i -> part(
                        i == 0 ? OPENING : COMMA,
                        item(request.locations().get(i), request.days(), now),
                        i == last ? CLOSING : NOTHING))
                .toList();
    }

    private static byte[] part(byte[] before, byte[] item, byte[] after) {
        return ByteBuffer.allocate(before.length + item.length + after.length)
                .put(before)
                .put(item)
                .put(after)
                .array();
    }

    /** A fault of ours at one location is that item's problem: the status of the whole is on its way already. */
    private byte[] item(String location, int days, Instant now) {
        try {
            return json.writeValueAsBytes(BatchItem.of(location, answers.forecast(location, days, now)));
        } catch (RuntimeException e) {
            LOG.error("a location of a batch failed", e);
            Reply<ForecastAnswer> failed = new Reply.Refused<>(Problems.internalError());
            return json.writeValueAsBytes(BatchItem.of(location, failed));
        }
    }
}
