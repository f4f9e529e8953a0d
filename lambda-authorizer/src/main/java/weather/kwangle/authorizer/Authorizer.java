package weather.kwangle.authorizer;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weather.kwangle.authorizer.Outcome.Allow;
import weather.kwangle.authorizer.Outcome.Cause;
import weather.kwangle.authorizer.Outcome.Deny;
import weather.kwangle.authorizer.Outcome.InternalFailure;
import weather.kwangle.authorizer.Outcome.Unauthorized;
import weather.kwangle.authorizer.policy.PolicySnapshot;
import weather.kwangle.authorizer.policy.PolicySource;
import weather.kwangle.authorizer.policy.PolicyUnavailableException;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.signing.AssertionSigner;
import weather.kwangle.authorizer.signing.SigningKeyUnavailableException;
import weather.kwangle.authorizer.token.Refusal;
import weather.kwangle.authorizer.token.TokenVerification;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.authorizer.token.VerifiedToken;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.Access.Granted;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.SafeText;
import weather.kwangle.policy.Verdict;
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.QuotaLedger;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.Reservation;
import weather.kwangle.quota.TableTime;

/**
 * Decides about one request, in this order: token, client, operation, quota, assertion. What is refused on the way costs
 * the client nothing. Authentication and policy fail closed. Safe for use by many threads.
 */
final class Authorizer {
    /** Looks at the account instead of using it up. */
    private static final Operation ACCOUNT = new Operation("GET", "/usage");

    private static final String DOES_NOT_FIT = "the request does not fit an operation of the API";

    private final TokenVerifier tokens;
    private final PolicySource source;
    private final Shadow shadow;
    private final ClientRegistry registry;
    private final QuotaLedger ledger;
    private final AssertionSigner signer;
    private final Clock clock;

    Authorizer(
            TokenVerifier tokens,
            PolicySource source,
            Shadow shadow,
            ClientRegistry registry,
            QuotaLedger ledger,
            AssertionSigner signer,
            Clock clock) {
        this.tokens = tokens;
        this.source = source;
        this.shadow = shadow;
        this.registry = registry;
        this.ledger = ledger;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * Decides about one request. Never throws for what a client sent.
     *
     * @param requestId API Gateway's id of the request, or one that stands in for it
     */
    Outcome decide(AuthorizerEvent event, String requestId) {
        PolicySnapshot policies;
        try {
            policies = source.current();
        } catch (PolicyUnavailableException e) {
            return new InternalFailure(String.valueOf(e.getMessage()));
        }
        AccessPolicy policy = policies.live();
        if (event.arn().isEmpty() || event.contradiction().isPresent()) {
            return new Deny(
                    Cause.UNREADABLE_EVENT,
                    event.arn(),
                    Optional.empty(),
                    Optional.empty(),
                    policy.version(),
                    DOES_NOT_FIT,
                    event.contradiction().orElse("no method ARN"));
        }
        MethodArn arn = event.arn().get();
        return switch (tokens.verify(event.authorization(), policy.audience())) {
            case TokenVerification.Refused(var refusal, String detail) -> new Unauthorized(refusal, detail);
            case TokenVerification.KeysUnavailable(String why) -> new InternalFailure(why);
            case TokenVerification.Verified(VerifiedToken token) ->
                authorize(policies, arn, event.resource(), requestId, token);
        };
    }

    /**
     * One request of a caller who is who the token says.
     *
     * @param time what is left of it for the table
     */
    private record Request(
            AccessPolicy policy, MethodArn arn, Optional<String> resource, String id, Caller caller, TableTime time) {

        Deny deny(Cause cause, Optional<Granted> granted, String reason, String detail) {
            return new Deny(cause, Optional.of(arn), Optional.of(caller), granted, policy.version(), reason, detail);
        }

        Optional<Operation> operation() {
            return policy.operationOf(arn.method(), arn.path());
        }

        /** Whether the resource that API Gateway found is the one that the policy finds. */
        boolean agreesOn(Operation operation) {
            return resource.isEmpty() || resource.get().equals(operation.resource());
        }
    }

    private Outcome authorize(
            PolicySnapshot policies, MethodArn arn, Optional<String> resource, String requestId, VerifiedToken token) {
        Instant now = clock.instant();
        try {
            TableTime time = TableTime.ofADecision();
            Optional<RegistryEntry> entry = registry.find(token.clientId(), time);
            Caller caller = new Caller(
                    token.clientId(),
                    token.scopes(),
                    token.groups(),
                    token.audiences(),
                    entry.flatMap(RegistryEntry::plan));
            Request request = new Request(policies.live(), arn, resource, requestId, caller, time);
            if (entry.isPresent() && entry.get().suspendedAt(now)) {
                return suspended(request, entry.get());
            }
            shadow.observe(policies, caller, arn.method(), arn.path(), requestId, now);
            return switch (policies.live().evaluate(caller, now)) {
                // Refused with the token already, before the table is asked; whoever changes that, it stays a refusal.
                case Access.WrongAudience wrong -> new Unauthorized(Refusal.WRONG_AUDIENCE, wrong.reason());
                case Access.UnknownClient unknown ->
                    request.deny(Cause.UNKNOWN_CLIENT, Optional.empty(), unknown.reason(), "");
                case Access.UnknownPlan unknown ->
                    request.deny(Cause.UNKNOWN_PLAN, Optional.empty(), unknown.reason(), "");
                case Granted granted -> judge(request, granted);
            };
        } catch (LedgerUnavailableException | SigningKeyUnavailableException e) {
            return new InternalFailure(String.valueOf(e.getMessage()));
        }
    }

    private static Deny suspended(Request request, RegistryEntry entry) {
        String until = entry.statusUntil().map(time -> " until " + time).orElse("");
        return request.deny(
                Cause.SUSPENDED_CLIENT,
                Optional.empty(),
                SafeText.of("client " + request.caller().clientId() + " is suspended" + until),
                "by %s: %s"
                        .formatted(
                                entry.statusBy().orElse("?"), entry.statusWhy().orElse("?")));
    }

    private Outcome judge(Request request, Granted granted) {
        Optional<Operation> operation = request.operation();
        if (operation.isEmpty()) {
            return request.deny(Cause.UNKNOWN_OPERATION, Optional.of(granted), PolicySource.NO_OPERATION, "");
        }
        if (!request.agreesOn(operation.get())) {
            return request.deny(
                    Cause.UNREADABLE_EVENT, Optional.empty(), DOES_NOT_FIT, "resource disagrees with the method ARN");
        }
        Verdict verdict = granted.verdict(operation.get());
        return switch (verdict) {
            case Verdict.Allowed() -> admit(request, granted, operation.get());
            case Verdict.MissingScope _ ->
                request.deny(Cause.MISSING_SCOPE, Optional.of(granted), verdict.reason(), "");
            case Verdict.BrokenGlass broken ->
                request.deny(
                        Cause.BROKEN_GLASS,
                        Optional.of(granted),
                        verdict.reason(),
                        "by %s: %s".formatted(broken.by(), broken.why()));
        };
    }

    private Allow admit(Request request, Granted granted, Operation operation) {
        String clientId = request.caller().clientId();
        // A permit that is taken for an answer that nobody can sign would be the client's loss.
        signer.requireKey();
        Instant asked = clock.instant();
        Reservation reservation = reserve(clientId, granted.plan(), operation, request.time());
        Instant counted = countedAt(asked, clock.instant(), reservation);
        EdgeAssertion assertion = new EdgeAssertion(
                request.id(),
                clientId,
                granted.plan().name(),
                operation.toString(),
                granted.effectiveScopes(),
                decision(reservation),
                limits(reservation),
                request.policy().version(),
                counted,
                counted.plus(EdgeAssertion.LIFETIME));
        return new Allow(
                request.arn(),
                request.caller(),
                granted,
                operation,
                assertion.decision(),
                signer.sign(assertion),
                assertion.policyVersion(),
                reason(reservation),
                utcDay(counted));
    }

    /**
     * A time of the day in UTC that counted the permit: a refund gives it back to that day. If midnight fell between asking
     * and the answer, only the ledger's own time tells, which a plan with a day limit shows: soon after midnight its reset
     * is most of a day away.
     */
    private static Instant countedAt(Instant asked, Instant answered, Reservation reservation) {
        if (utcDay(asked).equals(utcDay(answered))) {
            return asked;
        }
        return reservation.limits().stream()
                .filter(limit -> limit.name().equals("day") && limit.resetSeconds() > limit.windowSeconds() / 2)
                .findFirst()
                .map(_ -> answered)
                .orElse(asked);
    }

    private static LocalDate utcDay(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private Reservation reserve(String clientId, Plan plan, Operation operation, TableTime time) {
        Limits limits = new Limits(plan.ratePerSecond(), plan.burst(), plan.day(), plan.month());
        return operation.equals(ACCOUNT)
                ? ledger.inspect(clientId, limits, time)
                : ledger.reserve(clientId, limits, time);
    }

    private static Decision decision(Reservation reservation) {
        return switch (reservation) {
            case Reservation.Admitted _ -> Decision.ALLOW;
            case Reservation.RateLimited _ -> Decision.RATE_LIMITED;
            case Reservation.QuotaExceeded _ -> Decision.QUOTA_EXCEEDED;
        };
    }

    private static String reason(Reservation reservation) {
        return switch (reservation) {
            case Reservation.Admitted _ -> "allowed";
            case Reservation.RateLimited limited -> exceeded(limited.violated());
            case Reservation.QuotaExceeded quota -> exceeded(quota.violated());
        };
    }

    private static String exceeded(LimitState violated) {
        return SafeText.of("limit " + violated.name() + " is used up, more in " + violated.resetSeconds() + " seconds");
    }

    private static List<Limit> limits(Reservation reservation) {
        List<Limit> limits = new ArrayList<>(reservation.limits().size());
        for (LimitState state : reservation.limits()) {
            limits.add(limit(state));
        }
        return limits;
    }

    private static Limit limit(LimitState state) {
        return new Limit(state.name(), state.quota(), state.windowSeconds(), state.remaining(), state.resetSeconds());
    }
}
