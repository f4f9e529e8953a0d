package weather.kwangle.forecast;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

/**
 * Begins to load the shipped data, both files at the same time, before the context makes its first bean: the start takes
 * as long as the slower of the two, not as long as their sum.
 */
final class ShippedDataLoading implements ApplicationContextInitializer<GenericApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedDataLoading.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<PlaceIndex> places;
    private final Supplier<Climatology> climatology;

    /** The suppliers throw when what they read is damaged. */
    ShippedDataLoading(Supplier<PlaceIndex> places, Supplier<Climatology> climatology) {
        this.places = places;
        this.climatology = climatology;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        long start = System.nanoTime();
        CompletableFuture<ShippedData> data = CompletableFuture.supplyAsync(places)
                .thenCombine(
                        CompletableFuture.supplyAsync(climatology), (index, normals) -> loaded(index, normals, start))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        context.registerBean(ShippedData.class, () -> await(data));
    }

    private static ShippedData loaded(PlaceIndex places, Climatology climatology, long start) {
        LOG.atInfo()
                .addKeyValue("places", places.size())
                .addKeyValue("climatology", climatology.provenance().build())
                .addKeyValue(
                        "durationMs",
                        Duration.ofNanos(System.nanoTime() - start).toMillis())
                .log("places and climatology loaded");
        return new ShippedData(places, climatology);
    }

    private static ShippedData await(CompletableFuture<ShippedData> data) {
        try {
            return data.join();
        } catch (CompletionException e) {
            throw new ShippedDataException(e.getCause() == null ? e : e.getCause());
        }
    }
}
