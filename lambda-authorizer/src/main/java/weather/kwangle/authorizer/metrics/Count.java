package weather.kwangle.authorizer.metrics;

/** What is told as how much came since the last time. */
@FunctionalInterface
public interface Count {
    /** How much since the last time somebody asked; never negative. */
    long take();
}
