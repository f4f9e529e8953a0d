package weather.kwangle.authorizer.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.OTHER_KEY;
import static weather.kwangle.authorizer.token.TokenForge.SHORT_KEY;
import static weather.kwangle.authorizer.token.TokenForge.jwk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.jwks.KeyLookup.Found;
import weather.kwangle.authorizer.jwks.KeyLookup.Unavailable;
import weather.kwangle.authorizer.jwks.KeyLookup.Unknown;
import weather.kwangle.authorizer.metrics.MetricName;
import weather.kwangle.authorizer.token.TokenForge;

@Timeout(20)
class RefreshingKeySourceTest {
    private final TestClock clock = new TestClock();
    private final StubKeySet issuer = StubKeySet.of(List.of(jwk("one", KEY)));
    private final RefreshingKeySource keys = issuer.source(clock);

    /** Lambda may freeze an instance in the middle of a fetch, and wake it up weeks later with the answer at hand. */
    @Test
    void an_answer_that_slept_is_as_old_as_its_question() {
        RefreshingKeySource asleep = new RefreshingKeySource(
                () -> {
                    clock.advance(Duration.ofDays(21));
                    return TokenForge.keySet(List.of(jwk("one", KEY))).getBytes(StandardCharsets.UTF_8);
                },
                clock);

        assertThat(asleep.find("one")).isInstanceOf(Unavailable.class);
    }

    @Test
    void what_is_forgotten_is_fetched_anew_even_a_moment_later() {
        keys.find("one");
        issuer.serve(List.of(jwk("two", OTHER_KEY)));

        keys.forget();

        assertThat(keys.age(clock.instant())).isEmpty();
        assertThat(keys.find("one")).isInstanceOf(Unknown.class);
        assertThat(keys.find("two")).isInstanceOf(Found.class);
    }

    @Test
    void a_renewed_set_is_the_one_that_the_first_lookup_finds() {
        keys.renew();

        assertThat(keys.find("one")).isInstanceOf(Found.class);
        assertThat(issuer.fetches()).isOne();
        issuer.fail();
        keys.forget();
        assertThatThrownBy(keys::renew).hasMessage("the key set cannot be fetched: connection refused");
    }

    @Test
    void fetches_that_work_and_fetches_that_fail_are_counted_and_the_age_is_known() {
        assertThat(keys.age(clock.instant())).isEmpty();
        keys.find("one");
        clock.advance(Duration.ofSeconds(90));
        assertThat(keys.age(clock.instant())).hasValue(90);
        issuer.fail();
        keys.find("two");

        assertThat(keys.counters().get(MetricName.KEY_SET_FETCHES).take()).isOne();
        assertThat(keys.counters().get(MetricName.KEY_SET_FETCH_FAILURES).take())
                .isOne();
        assertThat(keys.age(clock.instant()))
                .as("a failure makes nothing younger")
                .hasValue(90);
    }

    @Test
    void many_lookups_make_one_fetch() {
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("one")).isInstanceOf(Found.class);
        }

        assertThat(issuer.fetches()).isOne();
    }

    @Test
    void a_fetch_ahead_of_the_first_request_is_the_only_one() throws Exception {
        keys.prefetch();
        assertThat(issuer.awaitFetches(1)).isTrue();

        assertThat(keys.find("one")).isInstanceOf(Found.class);
        assertThat(issuer.fetches()).isOne();
    }

    @Test
    void callers_at_the_same_time_share_one_fetch() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger fetches = new AtomicInteger();
        KeySetFetcher slow = () -> {
            fetches.incrementAndGet();
            await(waiting);
            return TokenForge.keySet(List.of(jwk("one", KEY))).getBytes(StandardCharsets.UTF_8);
        };
        RefreshingKeySource source = new RefreshingKeySource(slow, clock);
        List<Future<KeyLookup>> lookups = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                lookups.add(callers.submit(() -> source.find("one")));
            }
            waiting.countDown();
            for (Future<KeyLookup> lookup : lookups) {
                assertThat(lookup.get(10, TimeUnit.SECONDS)).isInstanceOf(Found.class);
            }
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void a_flood_of_unknown_ids_makes_one_fetch_per_interval() {
        keys.find("one");
        for (int i = 0; i < 1000; i++) {
            assertThat(keys.find("invented-" + i)).isInstanceOf(Unknown.class);
        }
        assertThat(issuer.fetches()).isEqualTo(2);

        clock.advance(RefreshingKeySource.UNKNOWN_KEY_INTERVAL);
        for (int i = 0; i < 1000; i++) {
            keys.find("invented-" + i);
        }
        assertThat(issuer.fetches()).isEqualTo(3);
        assertThat(keys.find("one")).isInstanceOf(Found.class);
    }

    @Test
    void a_flood_before_any_key_is_known_makes_one_fetch() {
        for (int i = 0; i < 1000; i++) {
            assertThat(keys.find("invented-" + i)).isInstanceOf(Unknown.class);
        }

        assertThat(issuer.fetches()).isOne();
    }

    @Test
    void a_rotated_key_works_at_once_and_the_withdrawn_one_no_more() {
        keys.find("one");
        issuer.serve(List.of(jwk("two", OTHER_KEY)));

        assertThat(keys.find("two")).isInstanceOf(Found.class);
        assertThat(keys.find("one")).isInstanceOf(Unknown.class);
    }

    @Test
    void an_id_that_gets_another_key_is_another_key() {
        KeyLookup before = keys.find("one");
        issuer.serve(List.of(jwk("one", OTHER_KEY)));
        keys.find("unknown");

        assertThat(keys.find("one")).isInstanceOf(Found.class).isNotEqualTo(before);
    }

    @Test
    void an_old_set_is_renewed_behind_its_users() throws Exception {
        keys.find("one");
        issuer.serve(List.of(jwk("two", OTHER_KEY)));
        clock.advance(RefreshingKeySource.REFRESH_AFTER);

        assertThat(keys.find("one")).as("nobody waits").isInstanceOf(Found.class);
        assertThat(issuer.awaitFetches(2)).isTrue();
        assertThat(keys.find("two")).isInstanceOf(Found.class);
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    /** How long the clock was ahead nobody knows: the set may be as old as any. */
    @Test
    void a_set_from_a_clock_that_was_put_back_is_renewed_behind_its_users() throws Exception {
        keys.find("one");
        issuer.serve(List.of(jwk("two", OTHER_KEY)));
        clock.advance(Duration.ofDays(-1));

        assertThat(keys.find("one")).as("nobody waits").isInstanceOf(Found.class);
        assertThat(issuer.awaitFetches(2)).isTrue();
        assertThat(keys.find("two")).isInstanceOf(Found.class);
        assertThat(keys.find("one")).isInstanceOf(Unknown.class);
    }

    @Test
    void it_is_renewed_again_and_again() {
        keys.find("one");
        for (int round = 2; round < 5; round++) {
            issuer.serve(List.of(jwk("one", KEY), jwk("round-" + round, KEY)));
            clock.advance(RefreshingKeySource.REFRESH_AFTER);

            while (issuer.fetches() < round) {
                assertThat(Thread.currentThread().isInterrupted()).as("in time").isFalse();
                assertThat(keys.find("one")).as("nobody waits").isInstanceOf(Found.class);
            }
            assertThat(keys.find("round-" + round)).isInstanceOf(Found.class);
        }
    }

    @Test
    void keys_outlive_an_outage_for_a_bounded_time() {
        keys.find("one");
        issuer.fail();

        clock.advance(RefreshingKeySource.KEEP_AT_MOST.minusSeconds(1));
        assertThat(keys.find("one")).isInstanceOf(Found.class);

        clock.advance(Duration.ofSeconds(11));
        assertThat(keys.find("one")).isInstanceOf(Unavailable.class);
    }

    @Test
    void an_unknown_id_in_an_outage_is_our_failure_and_costs_one_fetch_per_interval() {
        keys.find("one");
        issuer.fail();

        for (int i = 0; i < 100; i++) {
            assertThat(keys.find("two")).isInstanceOf(Unavailable.class);
        }
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void without_any_keys_it_is_our_failure_until_the_issuer_is_back() {
        issuer.fail();
        assertThat(keys.find("one")).isEqualTo(new Unavailable("the key set cannot be fetched: connection refused"));
        assertThat(keys.find("one")).isInstanceOf(Unavailable.class);
        assertThat(issuer.fetches()).isOne();

        issuer.serve(List.of(jwk("one", KEY)));
        clock.advance(RefreshingKeySource.RETRY_INTERVAL);
        assertThat(keys.find("one")).isInstanceOf(Found.class);
    }

    @Test
    void after_a_long_pause_nothing_old_is_used() {
        keys.find("one");
        issuer.serve(List.of(jwk("two", OTHER_KEY)));
        clock.advance(Duration.ofDays(21));

        assertThat(keys.find("one")).isInstanceOf(Unknown.class);
        assertThat(keys.find("two")).isInstanceOf(Found.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[7,null,\"x\",{}]}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\"}]}",
                "{\"keys\":[[[[[[]]]]]]}"
            })
    void bad_content_replaces_nothing(String content) {
        keys.find("one");
        issuer.serveText(content);

        assertThat(keys.find("two")).isInstanceOf(Unavailable.class);
        assertThat(keys.find("one")).isInstanceOf(Found.class);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "use, enc",
        "alg, RS512",
        "alg, RSA-OAEP",
        "alg, none",
        "kty, EC",
        "e, AQ",
        "e, Aw",
        "e, AQAA",
        "d, AQAB",
        "kid, ''",
        "n, AQAB"
    })
    void a_key_that_may_not_verify_is_passed_over_and_the_good_one_works(String member, String value) {
        Map<String, Object> odd = jwk("odd", OTHER_KEY);
        odd.put(member, value);
        issuer.serve(List.of(odd, jwk("one", KEY)));

        assertThat(keys.find("odd")).isInstanceOf(Unknown.class);
        assertThat(keys.find("one")).isInstanceOf(Found.class);
    }

    @Test
    void a_short_key_an_encryption_key_and_an_id_given_twice_are_passed_over() {
        Map<String, Object> encrypts = jwk("encrypts", OTHER_KEY);
        encrypts.remove("use");
        encrypts.put("key_ops", List.of("encrypt"));
        issuer.serve(List.of(
                jwk("short", SHORT_KEY), encrypts, jwk("twice", KEY), jwk("twice", OTHER_KEY), jwk("one", KEY)));

        for (String id : List.of("short", "encrypts", "twice")) {
            assertThat(keys.find(id)).as(id).isInstanceOf(Unknown.class);
        }
        assertThat(keys.find("one")).isInstanceOf(Found.class);
    }

    @Test
    void a_key_that_says_less_is_taken() {
        Map<String, Object> plain = jwk("plain", KEY);
        plain.remove("use");
        plain.remove("alg");
        issuer.serve(List.of(plain));

        assertThat(keys.find("plain")).isInstanceOf(Found.class);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
