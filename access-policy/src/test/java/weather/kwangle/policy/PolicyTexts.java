package weather.kwangle.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies for tests. */
final class PolicyTexts {
    /** A small valid policy; tests of the parser change one line of it. */
    static final String SMALL = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
              POST /forecast: { allOf: [write:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
              partner: { rate: 100/s, burst: 200 }
            clients:
              acme: { plan: partner, scopes: [read:forecast] }
            unknownClient: deny
            breakGlass: []
            """;

    private PolicyTexts() {}

    static String shipped() {
        try {
            return Files.readString(Path.of("policy", "access-policy.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AccessPolicy parse(String text) {
        try {
            return AccessPolicy.parse("policy.yaml", text);
        } catch (PolicyParseException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
