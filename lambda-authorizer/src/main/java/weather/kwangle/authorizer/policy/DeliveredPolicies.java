package weather.kwangle.authorizer.policy;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import weather.kwangle.authorizer.snapshot.Renewable;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.BreakGlassList;

/**
 * The access policy, break glass and the candidate as they are delivered, put together anew when one of them changes or an
 * entry of break glass ends. Safe for use by many threads.
 */
public final class DeliveredPolicies implements PolicySource, Renewable {
    private static final BreakGlassList NOTHING_REFUSED = new BreakGlassList("", List.of());

    private final PolledDocument<AccessPolicy> accessPolicy;
    private final Optional<PolledDocument<BreakGlassList>> breakGlass;
    private final Optional<PolledDocument<AccessPolicy>> shadowPolicy;
    private final List<PolledDocument<?>> documents;
    private final AuditLog audit;
    private final Clock clock;
    private volatile Optional<Composition> last = Optional.empty();

    /** What was delivered. */
    private record Parts(AccessPolicy policy, BreakGlassList breakGlass, Optional<AccessPolicy> candidate) {
        boolean areThoseOf(Parts other) {
            return policy == other.policy
                    && breakGlass.version().equals(other.breakGlass.version())
                    && candidate.orElse(null) == other.candidate.orElse(null);
        }
    }

    /**
     * What follows from it.
     *
     * @param refused the entries of break glass that are in force, those of the policy too
     * @param since when it was made; a clock that has been put back may bring entries back
     * @param end when the first of them ends
     */
    private record Composition(
            Parts parts, PolicySnapshot snapshot, Set<BreakGlass> refused, Instant since, Instant end) {
        boolean holdsFor(Parts now, Instant instant) {
            return parts.areThoseOf(now) && !instant.isBefore(since) && instant.isBefore(end);
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param log where audit lines go
     */
    public DeliveredPolicies(DeliverySettings settings, PrintStream log, Clock clock) {
        this(
                settings,
                log,
                clock,
                task -> Thread.ofVirtual().name("policy-read").start(task));
    }

    /** @param threads where sources are read */
    DeliveredPolicies(DeliverySettings settings, PrintStream log, Clock clock, Executor threads) {
        this.audit = new AuditLog(log, clock);
        this.clock = clock;
        this.accessPolicy = new PolledDocument<>(
                DocumentKind.ACCESS_POLICY,
                source(settings.accessPolicy()),
                settings.interval(),
                audit,
                threads,
                clock);
        this.breakGlass = settings.breakGlass()
                .map(location -> new PolledDocument<>(
                        DocumentKind.BREAK_GLASS, source(location), settings.interval(), audit, threads, clock));
        this.shadowPolicy = settings.shadowPolicy()
                .map(location -> new PolledDocument<>(
                        DocumentKind.SHADOW_POLICY, source(location), settings.interval(), audit, threads, clock));
        this.documents = Stream.of(Optional.of(accessPolicy), breakGlass, shadowPolicy)
                .<PolledDocument<?>>flatMap(Optional::stream)
                .toList();
    }

    private static DocumentSource source(PolicyLocation location) {
        return switch (location) {
            case PolicyLocation.LocalFile(var path) -> new FileSource(path);
            case PolicyLocation.ExtensionAddress(var uri) -> new ExtensionSource(uri);
        };
    }

    @Override
    public PolicySnapshot current() {
        for (PolledDocument<?> document : documents) {
            if (document.isDue()) {
                readDue();
                break;
            }
        }
        Instant now = clock.instant();
        Optional<Composition> known = last;
        return known.isPresent() && known.get().holdsFor(parts(), now)
                ? known.get().snapshot()
                : composed();
    }

    /** Reads what is due, all at once, so that sources that hang cost no more than one of them. */
    private void readDue() {
        long asked = System.nanoTime();
        List<Turn> turns = documents.stream().map(PolledDocument::begin).toList();
        turns.forEach(turn -> turn.await(Duration.ofNanos(System.nanoTime() - asked)));
    }

    /**
     * Forgets everything, so that nothing of it decides any more: a copy of a process may wake up weeks after it was made.
     * Until {@link #renew} or a request has read the policy again there is none.
     */
    @Override
    public synchronized void forget() {
        documents.forEach(PolledDocument::forget);
        last = Optional.empty();
    }

    /**
     * Reads everything anew, for when time has passed unseen, as between a snapshot of the process and its restoration.
     * Returns at once; what it returns completes when all sources have answered or failed, and never with an exception.
     */
    public CompletableFuture<Void> read() {
        CompletableFuture<?>[] readings =
                documents.stream().map(PolledDocument::renew).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(readings).handle((_, _) -> null);
    }

    @Override
    public void renew() {
        read().join();
        if (accessPolicy.content().isEmpty()) {
            throw new PolicyUnavailableException(accessPolicy.whyNone());
        }
    }

    /** How each document stands, the access policy first. */
    public List<DocumentStatus> status() {
        return documents.stream().map(PolledDocument::status).toList();
    }

    /** From one hand at a time, and from what is delivered by then: nothing older ever replaces anything newer. */
    private synchronized PolicySnapshot composed() {
        Instant now = clock.instant();
        Parts parts = parts();
        Optional<Composition> known = last;
        if (known.isPresent() && known.get().holdsFor(parts, now)) {
            return known.get().snapshot();
        }
        Composition next = compose(parts, now);
        Set<BreakGlass> before = known.map(Composition::refused).orElse(Set.of());
        AccessPolicy live = next.snapshot().live();
        before.stream()
                .filter(entry -> !next.refused().contains(entry))
                .forEach(entry -> audit.breakGlassEnded(entry, live, now));
        next.refused().stream()
                .filter(entry -> !before.contains(entry))
                .forEach(entry -> audit.breakGlassBegan(entry, live));
        last = Optional.of(next);
        return next.snapshot();
    }

    private Parts parts() {
        return new Parts(
                accessPolicy.content().orElseThrow(() -> new PolicyUnavailableException(accessPolicy.whyNone())),
                breakGlass.flatMap(PolledDocument::content).orElse(NOTHING_REFUSED),
                shadowPolicy.flatMap(PolledDocument::content));
    }

    private static Composition compose(Parts parts, Instant now) {
        AccessPolicy live = parts.policy().withBreakGlass(parts.breakGlass(), now);
        // Under the same break glass: what differs is then the candidate's doing.
        Optional<AccessPolicy> candidate = parts.candidate()
                .map(policy -> policy.withBreakGlass(parts.breakGlass(), now))
                .filter(policy -> !policy.saysTheSameAs(live));
        Set<BreakGlass> refused = new LinkedHashSet<>(
                live.breakGlass().stream().filter(entry -> entry.inForceAt(now)).toList());
        Instant end =
                refused.stream().map(BreakGlass::until).min(Instant::compareTo).orElse(Instant.MAX);
        return new Composition(parts, new PolicySnapshot(live, candidate), refused, now, end);
    }
}
