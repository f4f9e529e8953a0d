package weather.kwangle.authorizer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static weather.kwangle.authorizer.token.HostileTokens.AUDIENCE;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.KEY_ID;
import static weather.kwangle.authorizer.token.TokenForge.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.jwks.StubKeySet;
import weather.kwangle.authorizer.metrics.MetricName;
import weather.kwangle.authorizer.token.HostileTokens.HostileToken;
import weather.kwangle.authorizer.token.TokenVerification.KeysUnavailable;
import weather.kwangle.authorizer.token.TokenVerification.Refused;
import weather.kwangle.authorizer.token.TokenVerification.Verified;

class TokenVerifierTest {
    private static final long NOW = TestClock.START.getEpochSecond();

    private final TestClock clock = new TestClock();
    private final StubKeySet issuer = StubKeySet.of(HostileTokens.issuerKeys());
    private final TokenVerifier verifier =
            new TokenVerifier(TokenForge.ISSUER, TokenVerifier.MAX_LEEWAY, issuer.source(clock), clock);

    @Test
    void a_cognito_access_token_is_believed() {
        String token = token(claims -> {
            claims.put("client_id", "internal-console");
            claims.put("scope", "max-weather/read:forecast openid");
            claims.put("cognito:groups", List.of("forecasters"));
            claims.put("username", "forecaster");
        });

        assertThat(verify(token))
                .isEqualTo(new Verified(new VerifiedToken(
                        "internal-console",
                        Set.of("max-weather/read:forecast", "openid"),
                        Set.of("forecasters"),
                        Set.of(),
                        Instant.ofEpochSecond(NOW + 3540))));
    }

    @Test
    void remembered_tokens_are_counted_until_they_are_forgotten() {
        String token = token(_ -> {});
        verify(token);
        verify(token);
        verify("nonsense");
        verifier.forget();
        verify(token);

        assertThat(verifier.counters().get(MetricName.TOKEN_CACHE_HITS).take()).isEqualTo(1);
        assertThat(verifier.counters().get(MetricName.TOKEN_CACHE_MISSES).take())
                .isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_token_that_is_only_unusual_is_believed(String what, String token) {
        assertThat(verify(token)).isInstanceOf(Verified.class);
    }

    static Stream<Arguments> a_token_that_is_only_unusual_is_believed() {
        return Stream.of(
                unusual("expired by 5 s", t -> t.claim("exp", NOW - 5)),
                unusual("expired by 59 s", t -> t.claim("exp", NOW - 59)),
                unusual("issued 60 s ahead of our clock", t -> t.claim("iat", NOW + 60)),
                unusual("issued in 1970", t -> t.claim("iat", 0)),
                unusual("not before 60 s from now", t -> t.claim("nbf", NOW + 60)),
                unusual("a time with a fraction", t -> t.claim("exp", NOW + 100.5)),
                unusual("a time of 0.0", t -> t.claim("iat", 0.0)),
                unusual("the last second of the year 9999", t -> t.claim("exp", 253_402_300_799L)),
                unusual(
                        "the same with a point",
                        t -> t.payloadText(json -> json.replaceFirst("\"exp\":\\d+", "\"exp\":253402300799.0"))),
                unusual("an audience", t -> t.claim("aud", "https://api.kwangle.weather")),
                unusual("two audiences", t -> t.claim("aud", List.of("https://api.kwangle.weather", "other"))),
                unusual("no scope", t -> t.without("scope")),
                unusual("a client of 128 characters", t -> t.claim("client_id", "a".repeat(128))),
                unusual("a type", t -> t.header("typ", "at+jwt")),
                unusual("RS256 with an escape", t -> t.headerText(json -> json.replace("RS256", "RS\\u003256"))),
                unusual(
                        "a header of 8 levels",
                        t -> t.header("x", List.of(List.of(List.of(List.of(List.of(List.of(List.of())))))))),
                unusual(
                        "claims of 8 levels",
                        t -> t.claim("x", List.of(List.of(List.of(List.of(List.of(List.of(List.of())))))))),
                unusual(
                        "somebody else's key in the header, ours in the signature",
                        t -> t.header("jku", "http://h/")
                                .header("x5u", 7)
                                .header("x5c", List.of("AA"))
                                .header("jwk", Map.of("kty", "oct"))),
                unusual("white space in its JSON", t -> t.headerText(json -> " " + json.replace(",", " ,\n") + "\t")));
    }

    private static Arguments unusual(String what, UnaryOperator<ForgedToken> change) {
        return arguments(what, change.apply(ForgedToken.good()).compact());
    }

    @Test
    void the_longest_id_of_a_key_is_found() {
        String id = "k".repeat(256);
        issuer.serve(List.of(TokenForge.jwk(id, KEY)));

        assertThat(verify(ForgedToken.good().header("kid", id).compact())).isInstanceOf(Verified.class);
    }

    @ParameterizedTest(name = "{0} characters, {1} of them in the header")
    @CsvSource({"8192, 4, NOT_THREE_PARTS", "8193, 4, TOO_LONG", "2060, 2048, MALFORMED_HEADER", "2060, 2049, TOO_LONG"
    })
    void lengths_are_bounded_before_anything_is_read(int length, int header, Refusal refusal) {
        String text = "A".repeat(header) + ".AAAA" + (refusal == Refusal.NOT_THREE_PARTS ? "" : ".");
        String token = text + "A".repeat(length - text.length());

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 60})
    void the_leeway_is_what_is_configured(int seconds) {
        TokenVerifier configured =
                new TokenVerifier(TokenForge.ISSUER, Duration.ofSeconds(seconds), issuer.source(clock), clock);

        assertThat(refusal(configured, NOW - seconds + 1, NOW + seconds)).isEmpty();
        assertThat(refusal(configured, NOW - seconds, NOW + seconds)).contains(Refusal.EXPIRED);
        assertThat(refusal(configured, NOW + 600, NOW + seconds + 1)).contains(Refusal.ISSUED_IN_THE_FUTURE);
    }

    private static Optional<Refusal> refusal(TokenVerifier verifier, long expires, long issued) {
        String token =
                ForgedToken.good().claim("exp", expires).claim("iat", issued).compact();
        return verifier.verify(List.of("Bearer " + token), Optional.empty()) instanceof Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 60_001})
    void a_leeway_of_more_than_a_minute_is_refused(long millis) {
        assertThatThrownBy(() ->
                        new TokenVerifier(TokenForge.ISSUER, Duration.ofMillis(millis), issuer.source(clock), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("expected PT0S to PT1M");
    }

    @ParameterizedTest
    @MethodSource("weather.kwangle.authorizer.token.HostileTokens#table")
    void a_hostile_token_is_refused_by_name(HostileToken hostile) {
        TokenVerification verification = verifier.verify(
                List.of("Bearer " + hostile.token()),
                hostile.asksForAudience() ? Optional.of(AUDIENCE) : Optional.empty());

        assertThat(verification).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(hostile.refusal());
            assertThat(refused.detail()).isNotBlank().doesNotContain(hostile.token());
        });
    }

    @ParameterizedTest
    @MethodSource
    void a_token_for_the_audience_that_is_asked_for_is_believed(Object audience) {
        String token = ForgedToken.good().claim("aud", audience).compact();

        assertThat(verifier.verify(List.of("Bearer " + token), Optional.of(AUDIENCE)))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.token().audiences()).contains(AUDIENCE));
    }

    static Stream<Object> a_token_for_the_audience_that_is_asked_for_is_believed() {
        return Stream.of(
                AUDIENCE,
                List.of(AUDIENCE),
                List.of("other", AUDIENCE),
                List.of(AUDIENCE, AUDIENCE),
                List.of("", AUDIENCE));
    }

    @Test
    void a_remembered_token_has_to_be_for_what_is_asked_for_now() {
        String token =
                "Bearer " + ForgedToken.good().claim("aud", "https://old").compact();
        Function<Optional<String>, TokenVerification> verify = asked -> verifier.verify(List.of(token), asked);
        VerifiedToken first = ((Verified) verify.apply(Optional.empty())).token();

        assertThat(verify.apply(Optional.of(AUDIENCE)))
                .isEqualTo(new Refused(Refusal.WRONG_AUDIENCE, "aud does not name " + AUDIENCE));
        assertThat(verify.apply(Optional.of("https://old")))
                .isInstanceOfSatisfying(
                        Verified.class, again -> assertThat(again.token()).isSameAs(first));
        assertThat(verify.apply(Optional.empty()))
                .isInstanceOfSatisfying(
                        Verified.class, again -> assertThat(again.token()).isSameAs(first));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic dTpw",
                "DPoP %s",
                "%s",
                "Bearer%s",
                "Bearer %s %s",
                "Bearer %s,Bearer %s",
                " Bearer %s",
                "Bearer %s "
            })
    void only_the_bearer_scheme_and_one_token_are_taken(String form) {
        String value = form.replace("%s", goodToken());

        assertThat(verifier.verify(List.of(value), Optional.empty()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_BEARER));
    }

    @Test
    void the_scheme_s_case_does_not_matter() {
        assertThat(verifier.verify(List.of("bEARER " + goodToken()), Optional.empty()))
                .isInstanceOf(Verified.class);
    }

    @Test
    void one_value_given_twice_is_one_and_two_values_are_refused() {
        String one = "Bearer " + goodToken();
        String other = "Bearer " + token("acme-weather", "max-weather/write:forecast");

        assertThat(verifier.verify(List.of(one, one), Optional.empty())).isInstanceOf(Verified.class);
        assertThat(verifier.verify(List.of(one, other), Optional.empty()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.SEVERAL_TOKENS));
        assertThat(verifier.verify(Collections.emptyList(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_TOKEN));
    }

    @Test
    void a_remembered_token_is_refused_once_it_has_expired() {
        String token = goodToken();
        assertThat(verify(token)).isInstanceOf(Verified.class);

        clock.advance(Duration.ofMinutes(61));

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.EXPIRED));
    }

    @Test
    void a_remembered_token_is_refused_once_its_key_is_withdrawn_or_replaced() {
        String token = token(claims -> claims.put("exp", NOW + 86_400));
        assertThat(verify(token)).isInstanceOf(Verified.class);

        issuer.serve(List.of(TokenForge.jwk(KEY_ID, TokenForge.OTHER_KEY)));
        clock.advance(RefreshingKeySource.KEEP_AT_MOST);

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.WRONG_SIGNATURE));
    }

    @Test
    void a_token_is_remembered_by_its_exact_text() {
        String token = goodToken();
        String twin = ForgedToken.good().header("typ", "JWT").compact();

        VerifiedToken first = verified(token);

        assertThat(verified(token)).isSameAs(first);
        assertThat(verified(twin)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void tokens_that_say_the_same_share_it_until_it_is_forgotten() {
        VerifiedToken first = verified(token(claims -> claims.put("jti", "one")));
        VerifiedToken second = verified(token(claims -> claims.put("jti", "two")));
        verifier.forget();
        VerifiedToken third = verified(token(claims -> claims.put("jti", "three")));

        assertThat(second).isEqualTo(first).isEqualTo(third);
        assertThat(second.scopes()).isSameAs(first.scopes()).isNotSameAs(third.scopes());
        assertThat(second.clientId()).isSameAs(first.clientId()).isNotSameAs(third.clientId());
    }

    @Test
    void scopes_of_unusual_length_are_not_shared() {
        String usual = "x".repeat(510) + " y";
        String unusual = "x" + usual;

        assertThat(scopes("one", usual)).contains("y").isSameAs(scopes("two", usual));
        assertThat(scopes("one", unusual)).contains("y").isNotSameAs(scopes("two", unusual));
    }

    private Set<String> scopes(String id, String written) {
        return verified(token(claims -> claims.putAll(Map.of("jti", id, "scope", written))))
                .scopes();
    }

    @Test
    void a_token_that_has_expired_within_the_leeway_is_checked_anew() {
        String token = goodToken();
        VerifiedToken first = verified(token);

        clock.advance(Duration.ofMinutes(59));

        assertThat(verified(token)).isEqualTo(first).isNotSameAs(first);
    }

    private VerifiedToken verified(String token) {
        TokenVerification verification = verify(token);
        assertThat(verification).isInstanceOf(Verified.class);
        return ((Verified) verification).token();
    }

    @Test
    void without_keys_nobody_is_blamed() {
        issuer.fail();

        assertThat(verify(goodToken()))
                .isEqualTo(new KeysUnavailable("the key set cannot be fetched: connection refused"));
    }

    private TokenVerification verify(String token) {
        return verifier.verify(List.of("Bearer " + token), Optional.empty());
    }

    private static String goodToken() {
        return token(claims -> {});
    }
}
