package weather.kwangle.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples by name, one for each round. Not safe for use by many threads. */
public final class Measurements {
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    public void add(String name, double sample) {
        samples.computeIfAbsent(name, _ -> new ArrayList<>()).add(sample);
    }

    public boolean has(String name) {
        return samples.containsKey(name);
    }

    /** All samples by name, in the order in which they came. */
    public Map<String, List<Double>> samples() {
        return Collections.unmodifiableMap(samples);
    }

    /**
     * The middle of the samples.
     *
     * @throws IllegalArgumentException if there are no such samples
     */
    public double median(String name) {
        return median(of(name));
    }

    /**
     * The median of the ratios of each round: what slowed a whole round down is in both of its numbers.
     *
     * @throws IllegalArgumentException if there are no such samples, or not as many of both
     */
    public double ratio(String name, String baseline) {
        List<Double> numerators = of(name);
        List<Double> denominators = of(baseline);
        if (numerators.size() != denominators.size()) {
            throw new IllegalArgumentException(
                    "%s has %d rounds and %s has %d".formatted(name, numerators.size(), baseline, denominators.size()));
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < numerators.size(); i++) {
            ratios.add(numerators.get(i) / denominators.get(i));
        }
        return median(ratios);
    }

    private List<Double> of(String name) {
        List<Double> found = samples.get(name);
        if (found == null) {
            throw new IllegalArgumentException("nothing was measured as " + name + "; there are " + samples.keySet());
        }
        return found;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
