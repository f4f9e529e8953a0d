package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import weather.kwangle.forecast.ServiceUnderTest;

/** Whatever is sent: the answer is JSON or a problem, and never a fault of ours. */
class HostileRequestTest {

    @Property(seed = "20261124", tries = 150)
    void noLocationBreaksTheService(@ForAll @StringLength(max = 250) String location) {
        isAnswered(ServiceUnderTest.forecast(location));
    }

    @Property(seed = "20261124", tries = 100)
    void noPrefixBreaksTheService(@ForAll @StringLength(max = 250) String prefix) {
        isAnswered(ServiceUnderTest.get("/places?prefix=" + ServiceUnderTest.encoded(prefix)));
    }

    @Property(seed = "20261124", tries = 150)
    void noBytesInAQueryBreakTheService(@ForAll("percentEncoded") String query) {
        isAnswered(ServiceUnderTest.get("/forecast?" + query));
    }

    @Property(seed = "20261124", tries = 150)
    void noBodyBreaksTheService(@ForAll byte[] body) {
        isAnswered(ServiceUnderTest.post(body));
    }

    @Property(seed = "20261124", tries = 200)
    void noBodyThatIsNearlyABatchBreaksTheService(@ForAll("nearlyBatches") String body) {
        isAnswered(ServiceUnderTest.post(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(seed = "20261124", tries = 20)
    void noNestingBreaksTheService(@ForAll("depths") int depth) {
        isAnswered(ServiceUnderTest.post("{\"locations\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
    }

    @Provide
    Arbitrary<Integer> depths() {
        return Arbitraries.of(1, 2, 500, 1_001, 50_000, 120_000);
    }

    @Provide
    Arbitrary<String> percentEncoded() {
        return Arbitraries.of("location", "days", "&", "=", "%00", "%FF", "%C0%AF", "%ED%A0%80", "%26", "+", "1", "%22")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> nearlyBatches() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"locations\"",
                        "\"days\"",
                        "\"Hanoi\"",
                        "\"\\ud800\"",
                        "7",
                        "-0",
                        "1e999",
                        "\"\\u0000\"",
                        "null",
                        "true",
                        "{\"locations\":[\"Hue\"]",
                        "\"\\udc00x\":",
                        "/*",
                        "\uFEFF")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    private static void isAnswered(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(answer.statusCode() < 400 ? "application/json" : "application/problem+json");
        assertThat(ServiceUnderTest.JSON.readTree(answer.body()).isObject()).isTrue();
        assertThat(answer.body()).doesNotContain("Exception", "weather.kwangle.forecast.", "springframework");
    }
}
