package weather.kwangle.forecast.place;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Measures what the place index costs: processor time to load, heap, processor time per search. Prints one line for each.
 * Processor time, because it stays the same on a busy machine.
 */
final class MeasurePlaceIndex {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 100;

    private MeasurePlaceIndex() {}

    public static void main(String[] arguments) {
        long before = heapInUse();
        long start = processorTime();
        PlaceIndex index = PlaceIndex.load();
        System.out.printf("load: %d ms%n", (processorTime() - start) / 1_000_000);
        System.out.printf("heap: %.1f MiB%n", (heapInUse() - before) / 1_048_576.0);
        PlaceSearch search = new PlaceSearch(index);
        for (String prefix : List.of("a", "s", "е", "م", "中", "san", "hano")) {
            report("byPrefix " + prefix, () -> search.byPrefix(prefix, PlaceSearch.MAX_LIMIT));
        }
        for (String location : List.of("Hanoi", "Springfield", "San José, Costa Rica", "48.8534,2.3488", "0,-150")) {
            report("resolve " + location, () -> search.resolve(location));
        }
    }

    private static void report(String what, Runnable search) {
        for (int i = 0; i < WARM_UP; i++) {
            search.run();
        }
        long start = processorTime();
        for (int i = 0; i < ROUNDS; i++) {
            search.run();
        }
        System.out.printf("%s: %d us%n", what, (processorTime() - start) / 1_000 / ROUNDS);
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heapInUse() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
