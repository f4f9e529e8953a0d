package weather.kwangle.authorizer.metrics;

import java.util.Map;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Counts what this function asks of the quota table; DynamoDB's own metrics hold what the gateway asks, too. */
public final class TableCalls implements ExecutionInterceptor {
    private final Counter reads = new Counter();
    private final Counter writes = new Counter();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof GetItemRequest) {
            reads.increment();
        } else if (context.request() instanceof UpdateItemRequest) {
            writes.increment();
        }
    }

    public Map<MetricName, Counter> counters() {
        return Map.of(MetricName.TABLE_READS, reads, MetricName.TABLE_WRITES, writes);
    }
}
