package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.token.ForgedToken;

/** Nothing that a client can send is answered as a failure of ours, and nothing odd is allowed. */
class AuthorizerHandlerFuzzTest {
    private static final String[] CONTEXT = {
        "edgeAssertion", "clientId", "plan", "decision", "policyVersion", "reason", "quotaDay"
    };

    /** One for all tries: jqwik makes a new instance for each, and reading a policy is slow. */
    private static final Fixture FIXTURE = new Fixture();

    @Property(seed = "20261124", tries = 1000)
    void any_method_path_and_headers_get_a_well_formed_answer_or_401(
            @ForAll("methods") String method,
            @ForAll("paths") String path,
            @ForAll("headers") Map<String, String> headers) {
        Map<String, Object> event = Fixture.event(method, path);
        event.put("headers", headers);
        event.remove("multiValueHeaders");

        answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8)).ifPresent(result -> {
            boolean isOperation = List.of("GET /forecast", "GET /usage").contains(method + " " + path);
            boolean hasOneGoodToken = headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("authorization"))
                    .allMatch(header -> header.getValue().equals(Fixture.GOOD));
            assertThat(result.allows(Fixture.ARN + "/" + method + path)).isEqualTo(isOperation && hasOneGoodToken);
        });
    }

    @Property(seed = "20261124", tries = 1000)
    void any_damage_to_the_token_is_401(@ForAll int at, @ForAll char replacement, @ForAll("cuts") int cut) {
        int place = Math.floorMod(at, Fixture.GOOD.length());
        String damaged = Fixture.GOOD.substring(0, place)
                + replacement
                + Fixture.GOOD.substring(Math.min(Fixture.GOOD.length(), place + cut));
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        Fixture.authorize(event, damaged);

        Optional<Result> result = answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8));

        assertThat(result.isPresent())
                .as(damaged)
                .isEqualTo(damaged.substring(0, 6).equalsIgnoreCase("Bearer")
                        && damaged.substring(6).strip().equals(Fixture.GOOD.substring(7))
                        && damaged.matches("\\w+ +[^ ]+"));
    }

    @Property(seed = "20261124", tries = 1000)
    void any_value_in_any_place_of_the_event_gets_a_well_formed_answer_or_401(
            @ForAll("members") String member, @ForAll("values") Object value) {
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        event.put(member, value);

        answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8));
    }

    /** Behind the signature: whoever gets one more client or user into the pool may choose some claims. */
    @Property(seed = "20261124", tries = 500)
    void any_signed_header_and_claims_get_a_well_formed_answer_or_401(
            @ForAll("headerMembers") String member,
            @ForAll("values") Object header,
            @ForAll("claims") String claim,
            @ForAll("values") Object value) {
        String token =
                ForgedToken.good().header(member, header).claim(claim, value).compact();
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        Fixture.authorize(event, "Bearer " + token);

        answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8));
    }

    @Property(seed = "20261124", tries = 500)
    void any_signed_damage_to_header_and_claims_gets_a_well_formed_answer_or_401(
            @ForAll("damages") UnaryOperator<byte[]> header, @ForAll("damages") UnaryOperator<byte[]> claims) {
        String token =
                ForgedToken.good().headerBytes(header).payloadBytes(claims).compact();
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        Fixture.authorize(event, "Bearer " + token);

        answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8));
    }

    @Property(seed = "20261124", tries = 1000)
    void any_bytes_get_a_well_formed_answer_or_401(@ForAll("damage") byte[] event) {
        answer(event);
    }

    private static Optional<Result> answer(byte[] event) {
        try {
            FIXTURE.clearLog();
            Result result = FIXTURE.handle(event);
            assertThat(result.json())
                    .containsOnlyKeys("principalId", "policyDocument", "usageIdentifierKey", "context");
            assertThat(result.context()).containsOnlyKeys(CONTEXT);
            assertThat(String.valueOf(result.context().get("reason"))).matches("[A-Za-z0-9 .,:/_-]+");
            assertThat(result.resources()).isNotEmpty().allMatch(resource -> resource.length() <= 512);
            return Optional.of(result);
        } catch (UnauthorizedException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.oneOf(
                Arbitraries.of("GET", "POST", "HEAD", "OPTIONS", "get", "PROPFIND", ""),
                Arbitraries.strings().ofMaxLength(8).filter(method -> !method.contains("/")));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "/forecast", "/usage", "/forecast/", "//forecast", "/alerts/1", "/", "/%2e%2e/usage", "/*"),
                Arbitraries.strings().ofMaxLength(1500).map(path -> "/" + path));
    }

    @Provide
    Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names = Arbitraries.of("Authorization", "authorization", "AUTHORIZATION", "Accept");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(Fixture.GOOD, Fixture.GOOD, Fixture.GOOD + " ", "Bearer", "Bearer a.b.c", "Basic YTpi"),
                Arbitraries.strings().ofMaxLength(50).map(text -> "Bearer " + text),
                Arbitraries.strings().ofMaxLength(50));
        return Arbitraries.maps(names, values).ofMaxSize(3);
    }

    @Provide
    Arbitrary<Integer> cuts() {
        return Arbitraries.integers().between(0, 3);
    }

    @Provide
    Arbitrary<String> members() {
        return Arbitraries.of(
                "type",
                "methodArn",
                "resource",
                "httpMethod",
                "headers",
                "multiValueHeaders",
                "requestContext",
                "path");
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> simple = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20).asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of(Fixture.ARN + "/GET/forecast", "REQUEST", "TOKEN", "/forecast")
                        .asGeneric());
        Arbitrary<Object> lists = simple.list().ofMaxSize(3).asGeneric();
        Arbitrary<Object> objects = Combinators.combine(
                        Arbitraries.of("Authorization", "authorization", "requestId", "resourcePath", "httpMethod"),
                        Arbitraries.oneOf(simple, lists))
                .as((name, value) -> (Object) new LinkedHashMap<>(Map.of(name, value)));
        return Arbitraries.oneOf(simple, lists, objects);
    }

    @Provide
    Arbitrary<String> headerMembers() {
        return Arbitraries.of(
                "alg", "kid", "typ", "cty", "crit", "b64", "jku", "jwk", "x5u", "x5c", "zip", "enc", "p2c");
    }

    @Provide
    Arbitrary<String> claims() {
        return Arbitraries.of(
                "iss",
                "sub",
                "aud",
                "exp",
                "nbf",
                "iat",
                "jti",
                "token_use",
                "client_id",
                "scope",
                "cognito:groups",
                "username",
                "version");
    }

    /** Nothing, or one byte changed, taken away or put in. */
    @Provide
    Arbitrary<UnaryOperator<byte[]>> damages() {
        Arbitrary<UnaryOperator<byte[]>> nothing = Arbitraries.just(UnaryOperator.identity());
        Arbitrary<UnaryOperator<byte[]>> something = Combinators.combine(
                        Arbitraries.integers().between(0, Integer.MAX_VALUE),
                        Arbitraries.integers().between(-1, 1),
                        Arbitraries.bytes())
                .as((at, growth, value) -> bytes -> damaged(bytes, at % bytes.length, growth, value));
        return Arbitraries.oneOf(nothing, something);
    }

    private static byte[] damaged(byte[] bytes, int at, int growth, byte value) {
        byte[] damaged = Arrays.copyOf(bytes, bytes.length + growth);
        int from = growth < 0 ? at + 1 : at;
        int to = growth > 0 ? at + 1 : at;
        System.arraycopy(bytes, from, damaged, to, bytes.length - from);
        if (growth >= 0) {
            damaged[at] = value;
        }
        return damaged;
    }

    /** A good event with a few bytes changed. */
    @Provide
    Arbitrary<byte[]> damage() {
        byte[] good = JsonText.of(Fixture.event("GET", "/forecast")).getBytes(StandardCharsets.UTF_8);
        return Combinators.combine(
                        Arbitraries.integers().between(0, good.length - 1),
                        Arbitraries.integers().between(0, good.length - 1),
                        Arbitraries.bytes(),
                        Arbitraries.integers().between(1, good.length))
                .as((one, other, value, length) -> {
                    byte[] damaged = good.clone();
                    damaged[one] = value;
                    damaged[other] = (byte) (value ^ 0x20);
                    return one % 3 == 0 ? Arrays.copyOf(damaged, length) : damaged;
                });
    }
}
