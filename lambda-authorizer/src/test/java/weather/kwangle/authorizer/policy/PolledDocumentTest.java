package weather.kwangle.authorizer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.policy.DocumentKind.Need;
import weather.kwangle.policy.BreakGlassList;

@Timeout(30)
class PolledDocumentTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Executor BEHIND = task -> Thread.ofVirtual().start(task);
    private static final String EMPTY = "{ version: 1, breakGlass: [] }";

    private final TestClock clock = new TestClock();
    private final StubSource source = new StubSource();
    private final RecordedLog log = new RecordedLog();
    private final AtomicInteger parsed = new AtomicInteger();
    private DocumentKind.Parser<BreakGlassList> parser = BreakGlassList::parse;
    private final PolledDocument<BreakGlassList> document = document(Need.REQUIRED, Runnable::run);

    @Test
    void many_requests_make_one_reading_in_an_interval() {
        source.serve(EMPTY);
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 10; i++) {
                assertThat(used()).isPresent();
            }
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(source.reads()).isEqualTo(3);
    }

    @Test
    void nothing_is_read_while_nobody_asks() {
        source.serve(EMPTY);
        used();
        clock.advance(Duration.ofDays(20));

        assertThat(source.reads()).isOne();
    }

    @Test
    void what_did_not_change_is_not_parsed_again_whatever_the_source_calls_it() {
        source.serve(EMPTY).asRevision("1");
        used();
        for (int i = 2; i < 10; i++) {
            source.asRevision("" + i);
            clock.advance(INTERVAL);
            used();
        }

        assertThat(source.reads()).isEqualTo(9);
        assertThat(parsed).hasValue(1);
        assertThat(log.events()).containsExactly("policy-changed");
    }

    /** Memory that is used up once for it would be used up at every request. */
    @Test
    void what_memory_does_not_hold_is_refused_once_and_not_read_into_it_again() {
        String good = used(source.serve(EMPTY));
        source.serve(EMPTY + " # too large");
        parser = (_, _) -> {
            throw new OutOfMemoryError("Java heap space");
        };
        for (int i = 0; i < 5; i++) {
            clock.advance(INTERVAL);
            assertThat(used()).contains(good);
            assertThat(document.isDue()).isFalse();
        }

        assertThat(parsed).hasValue(2);
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "policy-refused"),
                        entry("reason", "stub:1:1: it takes more memory than there is, expected a smaller one"),
                        entry("inUse", good));
    }

    @Test
    void a_change_is_used_and_audited_at_the_first_request_after_the_interval() {
        String before = used(source.serve(EMPTY).asRevision("7"));
        clock.advance(INTERVAL);
        String after = used(source.serve(EMPTY + " #").asRevision("8"));

        assertThat(after).isNotEqualTo(before);
        assertThat(log.lines().getLast())
                .containsExactly(
                        entry("type", "audit"),
                        entry("event", "policy-changed"),
                        entry("time", "2026-11-23T12:00:10Z"),
                        entry("document", "list"),
                        entry("source", "stub"),
                        entry("from", before),
                        entry("to", after),
                        entry("revision", "8"));
    }

    @Test
    void broken_content_is_refused_with_its_place_once_and_the_last_good_stays() {
        String good = used(source.serve(EMPTY));
        source.serve("{ version: 1, breakGlass: [{}] }");
        for (int i = 0; i < 5; i++) {
            clock.advance(INTERVAL);
            assertThat(used()).contains(good);
        }
        assertThat(parsed).hasValue(2);
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "policy-refused"),
                        entry("reason", "stub:1:28: nothing is refused, expected client or operation, one of them"),
                        entry("inUse", good));
        assertThat(document.status().isRefused()).isTrue();

        clock.advance(INTERVAL);
        used(source.serve("{ version: 1, breakGlass: {} }"));
        clock.advance(INTERVAL);
        used(source.serve(EMPTY));
        assertThat(log.events())
                .as("broken in another way, then as it was")
                .containsExactly("policy-changed", "policy-refused", "policy-refused", "policy-mended");
        assertThat(document.status().isRefused()).isFalse();
    }

    @Test
    void what_is_no_text_or_too_patienceis_refused_too() {
        String good = used(source.serve(EMPTY));

        clock.advance(INTERVAL);
        byte[] latin = "version: 1\nbreakGlass: # übel\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(used(source.serve(latin))).isEqualTo(good);
        assertThat(log.lines().getLast())
                .contains(entry("reason", "stub:2:15: byte 0xFC is not UTF-8, expected text in UTF-8"));

        clock.advance(INTERVAL);
        assertThat(used(source.serve(EMPTY + " ".repeat(2_000)))).isEqualTo(good);
        assertThat(log.lines().getLast())
                .contains(entry("reason", "stub:1:1: it is too long, expected at most 2000 bytes"));
    }

    @Test
    void a_parser_that_fails_in_a_way_of_its_own_takes_nothing_away() {
        PolledDocument<String> odd = new PolledDocument<>(
                new DocumentKind<>(
                        "odd",
                        (_, text) -> {
                            if (text.equals("odd")) {
                                throw new IllegalStateException("a mistake of ours");
                            }
                            return text;
                        },
                        text -> text,
                        true,
                        Need.REQUIRED),
                source,
                INTERVAL,
                new AuditLog(log.stream(), clock),
                Runnable::run,
                clock);
        source.serve("good");
        odd.begin().await(Duration.ZERO);
        clock.advance(INTERVAL);
        source.serve("odd");
        odd.begin().await(Duration.ZERO);

        assertThat(odd.content()).contains("good");
        assertThat(log.lines().getLast())
                .contains(entry("event", "policy-unreachable"), entry("reason", "a mistake of ours"));
    }

    @Test
    void a_source_that_is_away_is_said_once_and_its_return_too() {
        String good = used(source.serve(EMPTY));
        source.fail();
        for (int i = 0; i < 5; i++) {
            clock.advance(INTERVAL);
            assertThat(used()).contains(good);
        }
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "policy-unreachable"),
                        entry("reason", "connection refused"),
                        entry("inUse", good));
        assertThat(document.status())
                .isEqualTo(new DocumentStatus(
                        "list", Optional.of(good), Optional.of(Duration.ofSeconds(50)), false, true));

        clock.advance(INTERVAL);
        used(source.serve(EMPTY));
        assertThat(log.events()).containsExactly("policy-changed", "policy-unreachable", "policy-reachable");
    }

    @Test
    void without_any_content_it_is_asked_for_again_soon() {
        source.fail();
        for (int i = 0; i < 100; i++) {
            assertThat(used()).isEmpty();
        }
        assertThat(source.reads()).isOne();
        assertThat(document.whyNone()).isEqualTo("stub: connection refused");
        assertThat(document.status())
                .isEqualTo(new DocumentStatus("list", Optional.empty(), Optional.empty(), false, true));

        clock.advance(DeliveryState.RETRY_INTERVAL);
        source.serve("breakGlass: []");
        assertThat(used()).isEmpty();
        assertThat(document.whyNone())
                .isEqualTo("stub: stub:1:1: 'version' is missing in the break-glass list, expected version: 1");

        clock.advance(DeliveryState.RETRY_INTERVAL);
        used(source.serve(EMPTY));
        assertThat(log.events())
                .containsExactly(
                        "policy-unreachable", "policy-reachable", "policy-refused", "policy-mended", "policy-changed");
    }

    @Test
    void half_of_a_file_is_not_taken_even_if_it_is_valid() {
        String good = used(source.serve(EMPTY).asFile());
        clock.advance(INTERVAL);
        assertThat(used(source.serve("{ version: 1, breakGlass: [] } # half"))).isEqualTo(good);
        clock.advance(Duration.ofMillis(900));
        assertThat(used(source.serve("{ version: 1, breakGlass: [] } # whole"))).isEqualTo(good);
        clock.advance(Duration.ofMillis(100));
        assertThat(used(source)).isEqualTo(good);

        clock.advance(Duration.ofSeconds(1));
        assertThat(used(source)).isNotEqualTo(good);
        assertThat(log.events()).containsExactly("policy-changed", "policy-changed");
    }

    @Test
    void a_file_that_is_emptied_and_written_again_is_never_refused() {
        used(source.serve(EMPTY).asFile());
        clock.advance(INTERVAL);
        used(source.serve(""));
        clock.advance(Duration.ofSeconds(1));
        used(source.serve(EMPTY));

        assertThat(log.events()).containsExactly("policy-changed");
    }

    @Test
    void a_clock_that_is_put_back_stops_nothing() {
        used(source.serve(EMPTY));
        clock.advance(Duration.ofHours(-1));
        used();

        assertThat(source.reads()).isEqualTo(2);
    }

    @Test
    void a_renewal_reads_at_once_and_after_a_reading_that_began_before() throws Exception {
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, BEHIND);
        CountDownLatch gate = source.serve(EMPTY).hang();
        var _ = polled.renew();
        assertThat(source.awaitBegun(1)).isTrue();
        CompletableFuture<Void> renewed = polled.renew();
        assertThat(source.reads()).isOne();

        gate.countDown();
        renewed.get(10, TimeUnit.SECONDS);

        assertThat(source.reads()).isEqualTo(2);
        assertThat(polled.content()).isPresent();
    }

    @Test
    void what_is_forgotten_is_not_used_and_nor_is_what_was_being_read() {
        List<Runnable> held = new ArrayList<>();
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, held::add);
        source.serve(EMPTY);
        var _ = polled.renew();
        held.removeFirst().run();
        assertThat(polled.content()).isPresent();

        polled.forget();
        assertThat(polled.content()).isEmpty();
        assertThat(polled.begin().patience()).isEqualTo(PolledDocument.FIRST_PATIENCE);
        Runnable underWay = held.removeFirst();
        source.during(polled::forget);
        underWay.run();
        assertThat(polled.content()).isEmpty();

        var _ = polled.renew();
        held.removeFirst().run();
        assertThat(polled.content()).isPresent();
    }

    @Test
    void a_source_that_hangs_holds_no_request_that_has_content_but_one_for_a_moment() throws Exception {
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, BEHIND);
        source.serve(EMPTY);
        polled.renew().get(10, TimeUnit.SECONDS);
        CountDownLatch gate = source.hang();

        clock.advance(INTERVAL);
        long start = System.nanoTime();
        polled.begin().await(Duration.ZERO);
        Duration first = Duration.ofNanos(System.nanoTime() - start);
        for (int i = 0; i < 1_000; i++) {
            polled.begin().await(Duration.ZERO);
        }
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        gate.countDown();

        assertThat(polled.content()).isPresent();
        assertThat(first).isBetween(PolledDocument.PATIENCE, Duration.ofSeconds(5));
        assertThat(all.minus(first)).as("a thousand others").isLessThan(Duration.ofSeconds(5));
        assertThat(source.reads()).isEqualTo(2);
    }

    @Test
    void while_a_source_is_known_to_be_away_nobody_waits_until_nobody_has_asked_for_long() throws Exception {
        List<Runnable> held = new ArrayList<>();
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, held::add);
        source.serve(EMPTY);
        var _ = polled.renew();
        held.removeFirst().run();
        source.fail();
        clock.advance(INTERVAL);
        var _ = polled.renew();
        held.removeFirst().run();

        clock.advance(INTERVAL);
        assertThat(polled.begin().patience()).isZero();
        held.removeFirst().run();
        clock.advance(PolledDocument.FORGIVEN_AFTER);
        assertThat(polled.begin().patience()).isEqualTo(PolledDocument.PATIENCE);
    }

    @Test
    void after_a_pause_even_who_comes_second_waits_for_the_reading() {
        List<Runnable> held = new ArrayList<>();
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, held::add);
        source.serve(EMPTY);
        var _ = polled.renew();
        held.removeFirst().run();

        clock.advance(INTERVAL);
        assertThat(polled.begin().patience()).isEqualTo(PolledDocument.PATIENCE);
        assertThat(polled.begin().patience()).isZero();
        clock.advance(INTERVAL);
        assertThat(polled.begin().patience()).isEqualTo(PolledDocument.PATIENCE);
    }

    @Test
    void patience_counts_from_when_the_request_asked() {
        Duration patience = Duration.ofHours(1);

        new Turn(new CompletableFuture<>(), patience).await(patience);
    }

    @Test
    void what_is_optional_is_never_waited_for() {
        PolledDocument<BreakGlassList> polled = document(Need.OPTIONAL, task -> {});

        assertThat(polled.begin().patience()).isZero();
    }

    @Test
    void what_is_wanted_is_waited_for_until_its_source_turns_out_to_be_away() {
        List<Runnable> held = new ArrayList<>();
        PolledDocument<BreakGlassList> polled = document(Need.WANTED, held::add);

        assertThat(polled.begin().patience()).isEqualTo(PolledDocument.FIRST_PATIENCE);
        held.removeFirst().run();
        clock.advance(DeliveryState.RETRY_INTERVAL);
        assertThat(polled.begin().patience()).isZero();
    }

    @Test
    void one_thread_reads_and_all_get_content() throws Exception {
        PolledDocument<BreakGlassList> polled = document(Need.REQUIRED, BEHIND);
        source.serve(EMPTY);
        List<Future<Boolean>> requests = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 2_000; i++) {
                if (i % 100 == 50) {
                    clock.advance(INTERVAL);
                }
                requests.add(threads.submit(() -> {
                    polled.begin().await(Duration.ZERO);
                    return polled.content().isPresent();
                }));
            }
            for (Future<Boolean> request : requests) {
                assertThat(request.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }

        assertThat(source.mostReadersAtOnce()).isOne();
        assertThat(source.reads()).isLessThanOrEqualTo(21);
    }

    private Optional<String> used() {
        document.begin().await(Duration.ZERO);
        return document.content().map(BreakGlassList::version);
    }

    private String used(StubSource served) {
        assertThat(served).isSameAs(source);
        return used().orElseThrow();
    }

    private PolledDocument<BreakGlassList> document(Need need, Executor threads) {
        DocumentKind<BreakGlassList> kind = new DocumentKind<>(
                "list",
                (name, text) -> {
                    parsed.incrementAndGet();
                    return parser.parse(name, text);
                },
                BreakGlassList::version,
                true,
                need);
        return new PolledDocument<>(kind, source, INTERVAL, new AuditLog(log.stream(), clock), threads, clock);
    }
}
