package weather.kwangle.authorizer.snapshot;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.crac.Context;
import org.crac.Resource;
import weather.kwangle.authorizer.json.JsonLine;

/**
 * What Lambda calls around a snapshot (AWS Lambda developer guide, "Lambda SnapStart runtime hooks for Java").
 *
 * <p>Everything is forgotten on both sides: before, so that no client's data is kept in the snapshot; after, so that nothing
 * that came in between the hook and the snapshot counts. Then all parts are renewed at once. Neither hook throws for what is
 * away: Lambda would give the copy up, while what could not be renewed is renewed by the first request, or fails it closed.
 *
 * <p>A context may hold its resources weakly, so whoever registers this has to keep it.
 */
public final class SnapshotHooks implements Resource {
    /** Lambda gives up after 10 s, in which the runtime has to load as well. */
    public static final Duration RENEW_WITHIN = Duration.ofSeconds(5);

    private final Runnable rehearsal;
    private final Map<String, Renewable> renewables;
    private final PrintStream log;
    private final Duration renewWithin;

    /**
     * @param rehearsal uses the code, so that it is loaded and compiled; changes nothing outside of the function
     * @param renewables every part that learns something, by what the log calls it
     */
    public SnapshotHooks(Runnable rehearsal, Map<String, Renewable> renewables, PrintStream log) {
        this(rehearsal, renewables, log, RENEW_WITHIN);
    }

    SnapshotHooks(Runnable rehearsal, Map<String, Renewable> renewables, PrintStream log, Duration renewWithin) {
        this.rehearsal = rehearsal;
        this.renewables = new LinkedHashMap<>(renewables);
        this.log = log;
        this.renewWithin = renewWithin;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        long start = System.nanoTime();
        SortedMap<String, String> failures = new TreeMap<>();
        try {
            rehearsal.run();
        } catch (RuntimeException e) {
            failures.put("rehearsal", String.valueOf(e));
        }
        renewables.values().forEach(Renewable::forget);
        tell("snapshot", start, failures);
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        long start = System.nanoTime();
        renewables.values().forEach(Renewable::forget);
        Map<String, CompletableFuture<Void>> renewals = new LinkedHashMap<>();
        renewables.forEach((name, renewable) -> renewals.put(name, begin(name, renewable)));
        SortedMap<String, String> failures = new TreeMap<>();
        renewals.forEach((name, renewal) ->
                await(renewal, start + renewWithin.toNanos()).ifPresent(failure -> failures.put(name, failure)));
        tell("restore", start, failures);
    }

    private static CompletableFuture<Void> begin(String name, Renewable renewable) {
        CompletableFuture<Void> renewal = new CompletableFuture<>();
        Thread.ofVirtual().name("renew-" + name).start(() -> {
            try {
                renewable.renew();
                renewal.complete(null);
            } catch (Throwable e) {
                // An Error too: the hook would wait for it in vain.
                renewal.completeExceptionally(e);
            }
        });
        return renewal;
    }

    private Optional<String> await(CompletableFuture<Void> renewal, long until) {
        try {
            renewal.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return Optional.of("not within " + renewWithin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private void tell(String type, long start, SortedMap<String, String> failures) {
        JsonLine line = new JsonLine(256)
                .text("type", type)
                .number("durationMicros", (System.nanoTime() - start) / 1_000)
                .texts("failed", failures.keySet().toArray(String[]::new));
        failures.forEach((name, why) -> line.text(name, why));
        line.printTo(log);
    }
}
