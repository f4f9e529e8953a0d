package weather.kwangle.gateway.config;

/** A setting that no log line may show. */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    public static Secret of(String text) {
        return new Secret(text);
    }

    boolean isEmpty() {
        return text.isBlank();
    }

    String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
