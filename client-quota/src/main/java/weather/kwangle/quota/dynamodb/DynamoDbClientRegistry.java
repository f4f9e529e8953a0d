package weather.kwangle.quota.dynamodb;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.RegistryReading;
import weather.kwangle.quota.RememberedRegistry;

/** Registry entries as attributes of the client's item, remembered as {@link RememberedRegistry} says. */
public final class DynamoDbClientRegistry implements ClientRegistry {

    /** Two texts of this length and forty counters stay below 1 KB, which is one write unit. */
    private static final int MAX_TEXT = 120;

    private static final String PLAN = "plan";
    private static final String STATUS = "status";
    private static final String STATUS_BY = "statusBy";
    private static final String STATUS_WHY = "statusWhy";
    private static final String STATUS_UNTIL = "statusUntil";

    /** {@code plan} and {@code status} are reserved words or may become so; placeholders cost nothing. */
    private static final Map<String, String> NAMES =
            Map.of("#plan", PLAN, "#status", STATUS, "#by", STATUS_BY, "#why", STATUS_WHY, "#until", STATUS_UNTIL);

    private final DynamoDbClient client;
    private final String table;
    private final RememberedRegistry remembered;

    /** @param clock by which entries age */
    public DynamoDbClientRegistry(DynamoDbClient client, String table, Clock clock) {
        this(client, table, clock, Optional.empty());
    }

    /**
     * @param clock by which entries age
     * @param aheadTimeout for reading an entry that is still known, less than for the client's other calls
     */
    public DynamoDbClientRegistry(DynamoDbClient client, String table, Clock clock, Duration aheadTimeout) {
        this(client, table, clock, Optional.of(aheadTimeout));
    }

    private DynamoDbClientRegistry(DynamoDbClient client, String table, Clock clock, Optional<Duration> aheadTimeout) {
        this.client = client;
        this.table = table;
        this.remembered = new RememberedRegistry(
                clientId -> read(clientId, Optional.empty()),
                clientId -> read(clientId, aheadTimeout),
                clock,
                System::nanoTime,
                new SecureRandom());
    }

    @Override
    public Optional<RegistryEntry> find(String clientId) {
        return remembered.find(clientId);
    }

    /**
     * Writes a client's entry over an earlier one and leaves its account alone. Instances that have read the earlier one
     * use it for up to {@link RememberedRegistry#MAX_AGE}.
     *
     * @throws IllegalArgumentException if a text is longer than 120 characters
     * @throws LedgerUnavailableException if the table cannot be written
     */
    public void put(String clientId, RegistryEntry entry) {
        var sets = new ArrayList<String>();
        var removes = new ArrayList<String>();
        var values = new HashMap<String, AttributeValue>();
        var texts = Map.of(
                "plan", entry.plan(),
                "status", Optional.of(entry.status().wireName()),
                "by", entry.statusBy(),
                "why", entry.statusWhy(),
                "until", entry.statusUntil().map(Instant::toString));
        texts.forEach((name, text) -> text.ifPresentOrElse(
                value -> {
                    sets.add("#" + name + " = :" + name);
                    values.put(":" + name, AttributeValue.fromS(requireShort(name, value)));
                },
                () -> removes.add("#" + name)));
        String remove = removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes);
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression("SET " + String.join(", ", sets) + remove)
                .expressionAttributeNames(NAMES)
                .expressionAttributeValues(values)
                .build();
        try {
            client.updateItem(request);
        } catch (SdkException e) {
            throw unavailable("write", e);
        }
    }

    /**
     * Loads the classes and opens the connection that a read needs, and remembers nothing.
     *
     * @throws LedgerUnavailableException if the table cannot be read
     */
    public void warmUp() {
        switch (read(QuotaTable.NOBODY, Optional.empty())) {
            case RegistryReading.Found _ -> {}
            case RegistryReading.Declined(var failure) -> throw failure;
            case RegistryReading.Unanswered(var failure) -> throw failure;
        }
    }

    /** Forgets what was read, so that every entry is read anew. */
    public void forget() {
        remembered.forget();
    }

    private RegistryReading read(String clientId, Optional<Duration> timeout) {
        var request = GetItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .consistentRead(true)
                .projectionExpression("#plan, #status, #by, #why, #until")
                .expressionAttributeNames(NAMES)
                .overrideConfiguration(configuration -> timeout.ifPresent(configuration::apiCallTimeout))
                .build();
        try {
            return new RegistryReading.Found(
                    entry(clientId, client.getItem(request).item()));
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
