package weather.kwangle.benchmarks;

/** Access policies of any size with limits that nobody reaches, so that every request is admitted. */
public final class BenchPolicy {
    private static final String HEAD = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast:  { allOf: [read:forecast] }
              GET /current:   { allOf: [read:forecast] }
              GET /places:    { allOf: [read:forecast] }
              POST /forecast: { allOf: [write:forecast] }
              GET /usage:     { anyOf: [read:forecast, write:forecast] }
            plans:
              wide: { rate: 99999/s, burst: 1000000, day: 999999999999, month: 999999999999 }
            unknownClient: deny
            breakGlass: []
            clients:
            """;

    private BenchPolicy() {}

    /** The policy's text, with clients {@code client-0} and so on. */
    public static String of(int clients) {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < clients; i++) {
            text.append("  ").append(client(i)).append(": { plan: wide, scopes: [read:forecast] }\n");
        }
        return text.toString();
    }

    /** One that would look at accounts more strictly. */
    public static String candidateOf(int clients) {
        return of(clients).replace("{ anyOf: [read:forecast, write:forecast] }", "{ allOf: [write:forecast] }");
    }

    public static String client(int number) {
        return "client-" + number;
    }
}
