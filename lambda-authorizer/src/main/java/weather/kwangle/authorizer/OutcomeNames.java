package weather.kwangle.authorizer;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weather.kwangle.authorizer.Outcome.Cause;
import weather.kwangle.authorizer.metrics.DecisionName;
import weather.kwangle.authorizer.token.Refusal;
import weather.kwangle.edge.Decision;

/** What outcomes are called in lines and metrics, made once. */
final class OutcomeNames {
    private static final Map<Decision, DecisionName> ALLOWED =
            each(Decision.class, decision -> new DecisionName(decision.wireName(), Optional.empty()));

    private static final Map<Cause, DecisionName> DENIED =
            each(Cause.class, cause -> new DecisionName("deny", Optional.of(kebab(cause))));

    private static final Map<Refusal, DecisionName> UNAUTHORIZED =
            each(Refusal.class, refusal -> new DecisionName("unauthorized", Optional.of(kebab(refusal))));

    private static final DecisionName INTERNAL_FAILURE = new DecisionName("internal-failure", Optional.empty());

    private OutcomeNames() {}

    static DecisionName of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Allow allow -> named(ALLOWED, allow.decision());
            case Outcome.Deny deny -> named(DENIED, deny.cause());
            case Outcome.Unauthorized(Refusal refusal, String _) -> named(UNAUTHORIZED, refusal);
            case Outcome.InternalFailure _ -> INTERNAL_FAILURE;
        };
    }

    /** Every name there is. */
    static Stream<DecisionName> all() {
        return Stream.concat(
                Stream.of(ALLOWED, DENIED, UNAUTHORIZED).map(Map::values).flatMap(Collection::stream),
                Stream.of(INTERNAL_FAILURE));
    }

    private static <E extends Enum<E>> Map<E, DecisionName> each(Class<E> type, Function<E, DecisionName> name) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Function.identity(), name, (one, _) -> one, () -> new EnumMap<>(type)));
    }

    private static <E extends Enum<E>> DecisionName named(Map<E, DecisionName> names, E value) {
        DecisionName name = names.get(value);
        if (name == null) {
            throw new IllegalStateException("no name for " + value);
        }
        return name;
    }

    private static String kebab(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
