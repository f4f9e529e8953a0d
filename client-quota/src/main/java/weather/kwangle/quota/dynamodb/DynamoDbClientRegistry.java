package weather.kwangle.quota.dynamodb;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.RegistryReading;
import weather.kwangle.quota.RememberedRegistry;
import weather.kwangle.quota.TableTime;

/** Registry entries as attributes of the client's item, remembered as {@link RememberedRegistry} says. */
public final class DynamoDbClientRegistry implements ClientRegistry {

    /**
     * Of who and why, in characters. Two texts of this length and forty counters stay below 1 KB, which is one write unit.
     */
    public static final int MAX_TEXT = 120;

    private static final String PLAN = "plan";
    private static final String STATUS = "status";
    private static final String STATUS_BY = "statusBy";
    private static final String STATUS_WHY = "statusWhy";
    private static final String STATUS_UNTIL = "statusUntil";

    private static final Set<String> PLAN_PARTS = Set.of("plan");
    private static final Set<String> STATUS_PARTS = Set.of("status", "by", "why", "until");

    /** {@code plan} and {@code status} are reserved words or may become so; placeholders cost nothing. */
    private static final Map<String, String> NAMES =
            Map.of("#plan", PLAN, "#status", STATUS, "#by", STATUS_BY, "#why", STATUS_WHY, "#until", STATUS_UNTIL);

    private static final String PROJECTION = "#plan, #status, #by, #why, #until";

    private final DynamoDbClient client;
    private final String table;
    private final RememberedRegistry remembered;

    /** @param clock by which entries age */
    public DynamoDbClientRegistry(DynamoDbClient client, String table, Clock clock) {
        this.client = client;
        this.table = table;
        this.remembered = new RememberedRegistry(this::read, clock, System::nanoTime, new SecureRandom());
    }

    @Override
    public Optional<RegistryEntry> find(String clientId, TableTime time) {
        return remembered.find(clientId, time);
    }

    /**
     * Writes a client's entry over an earlier one and leaves its account alone. Instances that have read the earlier one
     * use it for up to {@link RememberedRegistry#MAX_AGE}.
     *
     * @throws IllegalArgumentException if a text is longer than 120 characters
     * @throws LedgerUnavailableException if the table cannot be written
     */
    public void put(String clientId, RegistryEntry entry) {
        update(clientId, texts(entry), Optional.empty());
    }

    /**
     * Writes what differs between two entries, if nobody has changed that since it was read. The plan is one thing and the
     * status with its who, why and until another: who changes the one leaves the other and the account alone.
     *
     * @param seen what was read, {@link RegistryEntry#NOTHING} if nothing was written down
     * @return whether it was written; if not, someone else was quicker
     * @throws IllegalArgumentException if a text is longer than {@link #MAX_TEXT}
     * @throws LedgerUnavailableException if the table cannot be written
     */
    public boolean replace(String clientId, RegistryEntry seen, RegistryEntry next) {
        Map<String, AttributeValue> item = item(clientId);
        Map<String, Optional<String>> current = texts(entry(clientId, item).orElse(RegistryEntry.NOTHING));
        Map<String, Optional<String>> before = texts(seen);
        Map<String, Optional<String>> after = texts(next);
        var owned = new HashSet<String>();
        for (Set<String> parts : List.of(PLAN_PARTS, STATUS_PARTS)) {
            if (parts.stream().anyMatch(part -> !partOf(before, part).equals(partOf(after, part)))) {
                owned.addAll(parts);
            }
        }
        if (owned.isEmpty()) {
            return true;
        }
        if (owned.stream().anyMatch(part -> !partOf(before, part).equals(partOf(current, part)))) {
            return false;
        }
        after.keySet().retainAll(owned);
        return update(clientId, after, Optional.of(item));
    }

    private static Map<String, Optional<String>> texts(RegistryEntry entry) {
        return new TreeMap<>(Map.of(
                "plan", entry.plan(),
                "status", Optional.of(entry.status().wireName()),
                "by", entry.statusBy(),
                "why", entry.statusWhy(),
                "until", entry.statusUntil().map(Instant::toString)));
    }

    private static Optional<String> partOf(Map<String, Optional<String>> texts, String part) {
        return texts.getOrDefault(part, Optional.empty());
    }

    /** @param seen attributes as they have to stand still: not what they mean, which can be written in several ways */
    private boolean update(
            String clientId, Map<String, Optional<String>> texts, Optional<Map<String, AttributeValue>> seen) {
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var conditions = new ArrayList<String>();
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        texts.forEach((name, text) -> {
            String attribute = NAMES.getOrDefault("#" + name, name);
            names.put("#" + name, attribute);
            text.ifPresentOrElse(
                    value -> {
                        sets.add("#" + name + " = :" + name);
                        values.put(":" + name, AttributeValue.fromS(requireShort(name, value)));
                    },
                    () -> removes.add("#" + name));
            seen.ifPresent(item -> {
                AttributeValue value = item.get(attribute);
                if (value == null) {
                    conditions.add("attribute_not_exists(#" + name + ")");
                } else {
                    conditions.add("#" + name + " = :seen" + name);
                    values.put(":seen" + name, value);
                }
            });
        });
        String set = sets.isEmpty() ? "" : "SET " + String.join(", ", sets);
        String remove = removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes);
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression(set + remove)
                .conditionExpression(conditions.isEmpty() ? null : String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
        try {
            client.updateItem(request);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw unavailable("write", e);
        }
    }

    /**
     * What stands in the table now, and is not remembered.
     *
     * @return as {@link #find}
     * @throws LedgerUnavailableException as {@link #find}
     */
    public Optional<RegistryEntry> read(String clientId) {
        return entry(clientId, item(clientId));
    }

    private Map<String, AttributeValue> item(String clientId) {
        try {
            return item(clientId, Optional.empty());
        } catch (SdkException e) {
            throw unavailable("read", e);
        }
    }

    private Map<String, AttributeValue> item(String clientId, Optional<Duration> timeout) {
        var request = GetItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .consistentRead(true)
                .projectionExpression(PROJECTION)
                .expressionAttributeNames(NAMES)
                .overrideConfiguration(configuration -> timeout.ifPresent(configuration::apiCallTimeout))
                .build();
        return client.getItem(request).item();
    }

    /**
     * One of all that is written down.
     *
     * @param entry empty if it cannot be read; {@link #read} says why
     */
    public record Listed(String clientId, Optional<RegistryEntry> entry) {}

    /**
     * Every entry of the table, page by page, in no order. Reads the whole table, so it is for tools and never on a
     * request's way.
     *
     * @throws LedgerUnavailableException if the table cannot be read
     */
    public void forEach(Consumer<? super Listed> visitor) {
        var names = new HashMap<>(NAMES);
        names.put("#pk", QuotaTable.PARTITION_KEY);
        try {
            client.scanPaginator(request -> request.tableName(table)
                            .consistentRead(true)
                            .projectionExpression("#pk, " + PROJECTION)
                            .expressionAttributeNames(names))
                    .items()
                    .forEach(item -> QuotaTable.clientId(item)
                            .flatMap(id -> listed(id, item))
                            .ifPresent(visitor));
        } catch (SdkException e) {
            throw unavailable("list", e);
        }
    }

    /** Empty if there is but an account. */
    private static Optional<Listed> listed(String clientId, Map<String, AttributeValue> item) {
        if (item.size() == 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Listed(clientId, entry(clientId, item)));
        } catch (LedgerUnavailableException unreadable) {
            return Optional.of(new Listed(clientId, Optional.empty()));
        }
    }

    /**
     * Loads the classes and opens the connection that a read needs, and remembers nothing.
     *
     * @throws LedgerUnavailableException if the table cannot be read
     */
    public void warmUp() {
        var _ = read(QuotaTable.NOBODY);
    }

    /** Forgets what was read, so that every entry is read anew. */
    public void forget() {
        remembered.forget();
    }

    private RegistryReading read(String clientId, Optional<Duration> timeout) {
        try {
            return new RegistryReading.Found(entry(clientId, item(clientId, timeout)));
        } catch (LedgerUnavailableException unreadable) {
            return new RegistryReading.Declined(unreadable);
        } catch (SdkException e) {
            LedgerUnavailableException failure = unavailable("read", e);
            return DynamoDbClients.declined(e)
                    ? new RegistryReading.Declined(failure)
                    : new RegistryReading.Unanswered(failure);
        }
    }

    private static Optional<RegistryEntry> entry(String clientId, Map<String, AttributeValue> item) {
        if (item.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RegistryEntry(
                text(clientId, item, PLAN),
                text(clientId, item, STATUS)
                        .map(word -> Status.of(word)
                                .orElseThrow(() -> unreadable(clientId, STATUS, "active or suspended", word)))
                        .orElse(Status.ACTIVE),
                text(clientId, item, STATUS_BY),
                text(clientId, item, STATUS_WHY),
                text(clientId, item, STATUS_UNTIL).map(time -> instant(clientId, time))));
    }

    private static Optional<String> text(String clientId, Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.s() == null) {
            throw unreadable(clientId, name, "a string", value.type().toString());
        }
        return Optional.of(value.s());
    }

    private static Instant instant(String clientId, String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            throw unreadable(clientId, STATUS_UNTIL, "a time such as 2026-12-01T00:00:00Z", time);
        }
    }

    private static String requireShort(String name, String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    name + " has " + text.length() + " characters, expected at most " + MAX_TEXT);
        }
        return text;
    }

    private static LedgerUnavailableException unreadable(
            String clientId, String attribute, String expected, String found) {
        return new LedgerUnavailableException(
                "the registry entry of " + clientId + " has " + attribute + " '" + found + "', expected " + expected);
    }

    private LedgerUnavailableException unavailable(String action, SdkException cause) {
        return new LedgerUnavailableException(
                "cannot " + action + " a registry entry in table " + table + ": " + cause.getMessage(), cause);
    }
}
