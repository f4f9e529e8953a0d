package weather.kwangle.forecast;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;

/** The data in the jar that every answer is made from: loaded once, kept for good. */
record ShippedData(PlaceIndex places, Climatology climatology) {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedData.class);

    static ShippedData load() {
        return load(PlaceIndex::load, Climatology::load);
    }

    /**
     * Loads both at the same time.
     *
     * @throws ShippedDataException if one of them is damaged
     */
    static ShippedData load(Supplier<PlaceIndex> placeIndex, Supplier<Climatology> climatology) {
        long start = System.nanoTime();
        CompletableFuture<PlaceIndex> places = CompletableFuture.supplyAsync(placeIndex);
        CompletableFuture<Climatology> normals = CompletableFuture.supplyAsync(climatology);
        try {
            ShippedData data = new ShippedData(places.join(), normals.join());
            LOG.atInfo()
                    .addKeyValue("places", data.places().size())
                    .addKeyValue("climatology", data.climatology().provenance().build())
                    .addKeyValue(
                            "durationMs",
                            Duration.ofNanos(System.nanoTime() - start).toMillis())
                    .log("places and climatology loaded");
            return data;
        } catch (CompletionException e) {
            throw new ShippedDataException(e.getCause() == null ? e : e.getCause());
        }
    }
}
