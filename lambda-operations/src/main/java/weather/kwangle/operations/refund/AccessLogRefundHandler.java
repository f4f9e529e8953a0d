package weather.kwangle.operations.refund;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.operations.refund.AccessLogRefunds.Outcome;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbRefundStore;
import weather.kwangle.quota.refund.AccountRefunds;
import weather.kwangle.quota.refund.RefundBook;

/**
 * What CloudWatch Logs calls with lines of API Gateway's access log. A table that is away is an error, so that Lambda calls
 * again with the same lines; what cannot be read is counted in the log and passed over, since a second try would read the
 * same.
 */
public final class AccessLogRefundHandler implements RequestStreamHandler {
    /** A call to the table; nobody waits for this function but its own time limit. */
    private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(5);

    private static final String TABLE = "QUOTA_TABLE";

    private final AccessLogRefunds refunds;
    private final PrintStream log;

    /**
     * Started by Lambda, configured by the environment.
     *
     * @throws IllegalStateException if {@code QUOTA_TABLE} is not set
     */
    public AccessLogRefundHandler() {
        this(book(System.getenv()), System.out);
    }

    AccessLogRefundHandler(RefundBook book, PrintStream log) {
        this.refunds = new AccessLogRefunds(book);
        this.log = log;
    }

    private static RefundBook book(Map<String, String> environment) {
        DynamoDbClient client = DynamoDbClients.create(TABLE_TIMEOUT, _ -> {});
        return new AccountRefunds(new DynamoDbRefundStore(client, table(environment)), Clock.systemUTC());
    }

    /** The table's name. */
    static String table(Map<String, String> environment) {
        String table = environment.getOrDefault(TABLE, "");
        if (table.isBlank()) {
            throw new IllegalStateException(TABLE + " is not set; expected the name of the quota table");
        }
        return table;
    }

    /** @throws LedgerUnavailableException if refunds are to be tried again */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        LogBatch batch;
        try {
            batch = LogBatch.of(input.readAllBytes());
        } catch (UnreadableEventException e) {
            write(Map.of("unreadable", e.getMessage()));
            return;
        }
        Outcome outcome = refunds.refund(batch.lines());
        write(members(outcome));
        if (outcome.failure().isPresent()) {
            throw outcome.failure().get();
        }
    }

    private static Map<String, Object> members(Outcome outcome) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lines", outcome.lines());
        members.put("given", outcome.given());
        members.put("repeated", outcome.repeated());
        members.put("beyond", outcome.beyond());
        members.put("late", outcome.late());
        if (!outcome.unreadable().isEmpty()) {
            members.put("unreadable", outcome.unreadable());
        }
        outcome.failure().ifPresent(failure -> members.put("failure", String.valueOf(failure.getMessage())));
        return members;
    }

    private void write(Map<String, Object> members) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "refunds");
        line.putAll(members);
        log.println(JSONObjectUtils.toJSONString(line));
    }
}
